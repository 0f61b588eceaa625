import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { FramelatchError, toErrorInfo } from '../protocol/errors';
import { dxgiFormatName, dxgiFormats } from '../protocol/dxgi';
import type { FrameHeader } from '../protocol/frame';
import type { SourceListing } from '../protocol/source';
import type {
  CaptureOptions,
  Inspection,
  Leftover,
  Native,
  ReaderListener,
  ReaderStatus,
  RingFile,
  SourceAddress,
  SourceReader,
  SourceReplay,
  SourceWriter,
} from './types';

/** What the binary exports: options are complete, formats are numbers, errors are plain objects with our fields. */
interface RawListing extends Omit<SourceListing, 'format'> {
  readonly format: number;
}

interface Addon {
  readonly SourceReader: new (options: object, listener: ReaderListener) => SourceReader;
  readonly SourceWriter: new (options: object) => SourceWriter;
  readonly SourceReplay: new (options: object) => SourceReplay;
  listSources(): Promise<RawListing[]>;
  inspect(address: SourceAddress): Promise<Inspection>;
  findLeftovers(): Promise<Leftover[]>;
  removeLeftovers(leftovers: readonly Leftover[]): Promise<string[]>;
  monotonicNs(): bigint;
  turnEventLoop(): boolean | null;
}

const defaultStallAfterMs = 1000;

let loaded: Native | undefined;

/**
 * Loads the addon once in this environment.
 * @throws FramelatchError `internal` when there is no binary for this system.
 */
export function loadNative(): Native {
  loaded ??= facade(requireAddon());
  return loaded;
}

/** `out/native/<platform>-<arch>/`, found upward from the bundle; inside an asar, Electron redirects to the unpacked file. */
function addonPath(): string {
  const override = process.env['FRAMELATCH_ADDON'];
  if (override) return override;
  const tail = join('native', `${process.platform}-${process.arch}`, 'framelatch.node');
  let folder = __dirname;
  while (!existsSync(join(folder, tail)) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, tail);
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
      next: 'Build it with `npm run build`; FRAMELATCH_ADDON may name another binary.',
    });
  }
}

function facade(addon: Addon): Native {
  return {
    listSources: () =>
      translated('list', 'mappings', async () => {
        const rows = await addon.listSources();
        return rows.map((row) => ({ ...row, format: row.format === 0 ? 'unknown' : dxgiFormatName(row.format) }));
      }),
    inspect: (address) => translated('inspect', address.name, () => addon.inspect(address)),
    openReader: ({ alpha = 'opaque', stallAfterMs = defaultStallAfterMs, ...address }, listener) =>
      new Reader(
        attempt(
          'open',
          address.name,
          () => new addon.SourceReader({ ...address, alpha, stallAfterMs }, surfacing(listener)),
        ),
        address.name,
      ),
    openWriter: (options) => {
      const complete = {
        dialect: 'CaptureHook',
        window: 0,
        pitch: 0,
        format: dxgiFormats.B8G8R8A8_UNORM.number,
        flip: false,
        ...options,
      };
      return attempt('create', `${complete.dialect}_HookInfo${options.id}`, () => new addon.SourceWriter(complete));
    },
    openReplay: (options) =>
      attempt('replay', `${options.dialect}_HookInfo${options.id}`, () => new addon.SourceReplay(options)),
    findLeftovers: () => translated('list', 'leftovers', () => addon.findLeftovers()),
    removeLeftovers: (leftovers) => translated('remove', 'leftovers', () => addon.removeLeftovers(leftovers)),
    monotonicNs: () => addon.monotonicNs(),
    turnEventLoop: () => addon.turnEventLoop(),
  };
}

/** The addon's reader with errors of ours; its methods are the interface's. */
class Reader implements SourceReader {
  readonly #raw: SourceReader;
  readonly #name: string;

  constructor(raw: SourceReader, name: string) {
    this.#raw = raw;
    this.#name = name;
  }

  useBuffers(buffers: readonly ArrayBuffer[]): void {
    attempt('read', this.#name, () => this.#raw.useBuffers(buffers));
  }

  useRing(ring: RingFile): Promise<boolean> {
    return translated('open ring', ring.path, () => this.#raw.useRing(ring));
  }

  useNothing(): void {
    attempt('read', this.#name, () => this.#raw.useNothing());
  }

  release(slot: number): void {
    attempt('release slot of', this.#name, () => this.#raw.release(slot));
  }

  requestCurrent(): void {
    attempt('read', this.#name, () => this.#raw.requestCurrent());
  }

  captureCurrent(buffer: ArrayBuffer, options: CaptureOptions): Promise<FrameHeader | null> {
    return translated('capture', this.#name, () => this.#raw.captureCurrent(buffer, options));
  }

  status(): ReaderStatus {
    return attempt('read', this.#name, () => this.#raw.status());
  }

  close(): void {
    this.#raw.close();
  }
}

/** Node-API only warns of what a native callback throws (before version 10): it shall be as loud as in any other callback. */
function surfacing(listener: ReaderListener): ReaderListener {
  return {
    onFrame: (frame) => surface(() => listener.onFrame(frame)),
    onStatus: (status) => surface(() => listener.onStatus(status)),
  };
}

function surface(body: () => void): void {
  try {
    body();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}

function attempt<T>(operation: string, target: string, body: () => T): T {
  try {
    return body();
  } catch (thrown) {
    throw new FramelatchError(toErrorInfo(thrown, operation, target));
  }
}

async function translated<T>(operation: string, target: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (thrown) {
    throw new FramelatchError(toErrorInfo(thrown, operation, target));
  }
}
