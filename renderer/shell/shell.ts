import type { ShellApi, ShellBridge } from '../../protocol/ipc';
import type { StreamEnd } from './stream-end';

/** What the viewer runs in: its questions and events, and how a session's stream reaches the worker. */
export interface Shell extends ShellApi {
  streamFor(session: number): Promise<StreamEnd>;
  /** The other side has ended a session by itself: it is to be opened again. Returns the way out. */
  onSessionLost(listener: (session: number) => void): () => void;
}

declare global {
  interface Window {
    /** Exposed by Electron's preload. */
    readonly framelatch?: ShellBridge;
  }
}
