import {
  loadNative,
  type Caution,
  type Inspection,
  type Leftover,
  type Native,
  type SourceAddress,
} from '../native/index';
import { FramelatchError } from '../protocol/errors';
import type { SourceListing } from '../protocol/source';
import { Addresses, noHookOf } from './follow/addresses';
import type { Follower } from './follow/follower';
import { Programs, programScheme } from './follow/programs';
import { ListedSources } from './listed-sources';
import { findLeftover, findLeftovers, removeLeftovers, whyKept } from './leftovers';
import { pipePath, pipeScheme } from './pipe/pipe-path';
import { probePipe } from './pipe/probe';
import { SavedSources } from './saved-sources';
import { Session, type SessionOptions } from './session';
import { SourceWatch, type SourceListListener } from './source-watch';

/* The shells have native/ through here. */
export {
  CheckedBlockReader,
  CheckedBlockWriter,
  loadNative,
  MessagePipe,
  NamedEvent,
  NamedMutex,
  ReadWriteFileLock,
  SharedRegion,
} from '../native/index';
export type * from '../native/index';
export { Attachment, defaultFps, readyMs, type AttachOptions } from './attach/attachment';
export { hookOf, type HookId } from './attach/hook-objects';
export { inspectHook, type HookFacts } from './attach/inspect-hook';
export { parseOffsets } from './attach/offsets';
export { endText, preparationText, silenceReasons } from './attach/told';
export { guardCommandName, standBy } from './attach/guard';
export { parseRecord } from './attach/record';
export { openContent, type ContentOptions, type ContentSource } from './content/content';
export { ContentPace } from './content/pace';
export { writeFileWhole } from './files/write-file';
export { allocateBuffers } from './allocate';
export { configFolder } from './config-folder';
export { contained } from './contained';
export type { Follower } from './follow/follower';
export { programScheme } from './follow/programs';
export { encodePng } from './png';
export { PipeSender } from './pipe/pipe-sender';
export type { PictureWriter } from './writers/picture-writer';
export { RateLimit } from './rate-limit';
export { RawWriter } from './writers/raw';
export { VirtualCameraWriter } from './writers/virtual-camera';
export { XwdWriter } from './writers/xwd';
export { SharedObject, type BusinessValue } from './shared-object';
export { Task, TaskWorker, type TaskOutcome } from './task';
export { SavedSources } from './saved-sources';
export { onSetup, setupMutexName } from './setup-mutex';
export type { Picture } from './capture';
export { Session } from './session';
export { attachStream, type StreamChannel, type StreamOptions } from './stream/stream';

/** Finds sources and runs a session for each that somebody watches. One for each process. */
export interface Engine {
  readonly native: Native;
  /** Names of the user's. */
  readonly saved: SavedSources;
  listSources(): Promise<readonly SourceListing[]>;
  /** What can be told of a source without acquiring anything. */
  inspect(address: SourceAddress): Promise<Inspection>;
  /** What dead producers left behind. */
  findLeftovers(): Promise<readonly Leftover[]>;
  /** That of one source, listed or not; `null` where it is not certain that no process writes it. */
  findLeftover(name: string, caution?: Caution): Promise<Leftover | null>;
  /** Removes those that are still left over by that caution, and gives the names of the objects that it removed. */
  removeLeftovers(leftovers: readonly Leftover[], caution?: Caution): Promise<readonly string[]>;
  /** Why what has that name is no leftover, in words; `null` where there is nothing to say. */
  whyKept(name: string): Promise<string | null>;
  /** Tells of the list whenever it changed, beginning at once. Returns the way out. */
  watchSources(listener: SourceListListener): () => void;
  /**
   * The address behind what a user typed.
   * @param typed a name of the user's; else a mapping's name or number, a file's path, or a program that has loaded a hook
   * (`program:game.exe`; where no mapping has that name also `game.exe` or `game`), alone or as `NAME as READING` (see
   * `parseReading`). Of a saved program with several hooks, the newest is meant.
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `usage`
   */
  resolve(typed: string): Promise<SourceAddress>;
  /** The same to keep: a program stays a program. @throws FramelatchError as {@link Engine.resolve} */
  resolveToKeep(typed: string): Promise<SourceAddress>;
  /**
   * Waits for what {@link Engine.resolve} takes: its `next()` gives the source's name each time that it starts, as a program
   * does under another number.
   * @throws FramelatchError `name-invalid`, `usage`
   */
  follow(typed: string): Follower;
  /**
   * @param typed what {@link Engine.resolve} takes
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `usage`
   */
  openSource(typed: string, options?: SessionOptions): Promise<Session>;
  /** Closes every session and joins every thread. */
  close(): void;
}

async function inspectAny(native: Native, address: SourceAddress): Promise<Inspection> {
  if (address.name.startsWith(programScheme)) throw noHookOf(address.name.slice(programScheme.length));
  if (!address.name.startsWith(pipeScheme)) return native.inspect(address);
  const name = address.name.slice(pipeScheme.length);
  // Not by the list, which Wine cannot give.
  if ((await probePipe(pipePath(name))) !== 'served') {
    throw new FramelatchError({
      code: 'mapping-missing',
      operation: 'open pipe',
      target: address.name,
      reason: 'no pipe of that name exists',
      next: 'Start the producer, or pick a name from the list.',
    });
  }
  const nothing = { mappingBytes: 0, texture: null, mutexes: [], keepAlive: null, producer: null, error: null };
  const liveness = 'running';
  return { name: address.name, layout: 'pipe', fields: { path: pipePath(name) }, ...nothing, liveness };
}

export function createEngine(native: Native = loadNative(), saved = new SavedSources()): Engine {
  const sessions = new Set<Session>();
  const programs = new Programs();
  const sources = new ListedSources(native, saved, programs);
  const watch = new SourceWatch(
    () => sources.shown(),
    () => sources.rest(),
  );
  let nextId = 1;
  const addresses = new Addresses(native, saved);
  return {
    native,
    saved,
    listSources: () => sources.all(),
    inspect: (address) => inspectAny(native, address),
    findLeftovers: () => findLeftovers(native),
    findLeftover: (name, caution) => findLeftover(native, name, caution),
    removeLeftovers: (leftovers, caution) => removeLeftovers(native, leftovers, caution),
    whyKept: (name) => whyKept(native, name),
    watchSources: (listener) => watch.subscribe(listener),
    resolve: (typed) => addresses.resolve(typed),
    resolveToKeep: (typed) => addresses.resolveToKeep(typed),
    follow: (typed) => addresses.follow(typed),
    openSource: async (typed, options = {}) => {
      const address = await addresses.resolve(typed);
      await options.admit?.(address);
      const session: Session = new Session(native, nextId++, address, options, () => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    close: () => {
      watch.close();
      for (const session of sessions) session.close();
    },
  };
}
