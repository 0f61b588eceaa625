import { loadNative, type Native } from '../native/index';
import type { SourceListing } from '../protocol/source';
import { resolveName } from './names';
import { Session, type SessionOptions } from './session';
import { SourceWatch } from './source-watch';

/* The shells have native/ through here. */
export { loadNative } from '../native/index';
export type * from '../native/index';
export { encodePng } from './png';
export { resolveName } from './names';
export { Session, type Picture } from './session';
export { attachStream, type StreamChannel, type StreamOptions } from './stream/stream';

/** Finds sources and runs a session for each that somebody watches. One for each process. */
export interface Engine {
  readonly native: Native;
  listSources(): Promise<readonly SourceListing[]>;
  /** Calls back with the list whenever it changed, beginning at once. Returns the way out. */
  watchSources(listener: (sources: readonly SourceListing[]) => void): () => void;
  /**
   * @param typed a mapping's name or number
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `layout-unknown`
   */
  openSource(typed: string, options?: SessionOptions): Promise<Session>;
  /** Closes every session and joins every thread. */
  close(): void;
}

export function createEngine(native: Native = loadNative()): Engine {
  const sessions = new Set<Session>();
  const watch = new SourceWatch(() => native.listSources());
  let nextId = 1;
  return {
    native,
    listSources: () => native.listSources(),
    watchSources: (listener) => watch.subscribe(listener),
    openSource: async (typed, options = {}) => {
      const existing = /^\s*\d+\s*$/.test(typed) ? await native.listSources() : [];
      const name = resolveName(
        typed,
        existing.map((source) => source.name),
      );
      const session: Session = new Session(native, nextId++, name, options, () => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    close: () => {
      watch.close();
      for (const session of sessions) session.close();
    },
  };
}
