import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { FramelatchError, toErrorInfo } from '../protocol/errors';
import type { MutexState, Producer, SourceListing } from '../protocol/source';
import { builtFolder } from './built-folder';
import type {
  RawBlockReader,
  RawBlockWriter,
  RawEvent,
  RawFileLock,
  RawMessagePipe,
  RawMutex,
  RawRegion,
} from './primitive-types';
import type {
  Caution,
  Inspection,
  Leftover,
  ProcessModules,
  ProducerLook,
  ReaderListener,
  SourceAddress,
  SourceReader,
  SourceReplay,
  SourceWriter,
} from './types';

/** What the binary exports: options are complete, formats are numbers, errors are plain objects with our fields. */
export interface RawListing extends Omit<SourceListing, 'format'> {
  readonly format: number;
}

interface RawLister {
  take(): RawListing[] | null;
  close(): void;
}

export interface Addon {
  readonly SourceReader: new (options: object, listener: ReaderListener) => SourceReader;
  readonly SourceLister: new () => RawLister;
  readonly SourceWriter: new (options: object) => SourceWriter;
  readonly SourceReplay: new (options: object) => SourceReplay;
  readonly SharedRegion: new (options: object) => RawRegion;
  readonly NamedMutex: new (options: object) => RawMutex;
  readonly NamedEvent: new (options: object) => RawEvent;
  readonly ReadWriteFileLock: new (options: object) => RawFileLock;
  readonly CheckedBlockReader: new (options: object) => RawBlockReader;
  readonly CheckedBlockWriter: new (options: object) => RawBlockWriter;
  readonly MessagePipe: new (options: object) => RawMessagePipe;
  findMutexKeeper(name: string): Promise<Producer | null>;
  standingTexture(hookInfo: string): Promise<string | null>;
  loadedModules(pid: number): Promise<ProcessModules | null>;
  isMutexKept(name: string): boolean;
  convertRaw(bytes: Uint8Array, address: SourceAddress): Promise<Uint8Array>;
  lookAtMutex(name: string): MutexState;
  listSources(): Promise<RawListing[]>;
  inspect(address: SourceAddress): Promise<Inspection>;
  findLeftovers(): Promise<Leftover[]>;
  findLeftover(name: string, caution: Caution): Promise<Leftover | null>;
  removeLeftovers(leftovers: readonly Leftover[], caution: Caution): Promise<string[]>;
  findProducer(name: string): Promise<ProducerLook>;
  monotonicNs(): bigint;
  turnEventLoop(): boolean | null;
}

let loaded: Addon | undefined;

/**
 * The binary, loaded once in this environment.
 * @throws FramelatchError `internal` when there is none for this system
 */
export function rawAddon(): Addon {
  loaded ??= requireAddon();
  return loaded;
}

/** Beside our own code and nowhere else; inside an asar, Electron redirects to the unpacked file. */
function addonPath(): string {
  return join(builtFolder(), 'native', `${process.platform}-${process.arch}`, 'framelatch.node');
}

/** Where the binary is, and the helper programs beside it. */
export function addonFolder(): string {
  return dirname(addonPath());
}

function requireAddon(): Addon {
  const path = addonPath();
  try {
    return createRequire(__filename)(path) as Addon;
  } catch (thrown) {
    throw new FramelatchError({
      code: 'internal',
      operation: 'load addon',
      target: path,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
      next: 'Build it with `npm run build`.',
    });
  }
}

/** Runs a body of the addon, and throws what it throws as an error of ours. */
export function attempt<T>(operation: string, target: string, body: () => T): T {
  try {
    return body();
  } catch (thrown) {
    throw new FramelatchError(toErrorInfo(thrown, operation, target));
  }
}

/** The same for what the addon promises. */
export async function translated<T>(operation: string, target: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (thrown) {
    throw new FramelatchError(toErrorInfo(thrown, operation, target));
  }
}
