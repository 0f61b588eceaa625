import { randomBytes } from 'node:crypto';

import { attachStream, encodePng, type Engine, type Session, type StreamChannel } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { EventChannel, ShellEvents, SnapshotResult } from '../protocol/ipc';
import type { SessionId, TransportName } from '../protocol/session';

/** One connected page: gets every event. */
export interface EventSink {
  send<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void;
}

interface OpenSession {
  readonly session: Session;
  readonly stopUpdates: () => void;
  detachStream: (() => void) | null;
}

const mostSnapshots = 8;
// A reload closes the page's socket and opens another a moment later.
const orphanMs = 5000;

/** The pages that look, and the sessions that they opened. */
export class Viewers {
  readonly #engine: Engine;
  readonly #forced: TransportName | null;
  readonly #sinks = new Set<EventSink>();
  readonly #sessions = new Map<SessionId, OpenSession>();
  readonly #snapshots = new Map<string, { name: string; png: Uint8Array }>();
  #stopSources: (() => void) | null = null;
  #orphanTimer: NodeJS.Timeout | null = null;
  #ownBrowser: { mark: string; profile: string } | null = null;

  constructor(engine: Engine, forced: TransportName | null) {
    this.#engine = engine;
    this.#forced = forced;
  }

  /** The browser that we started ourselves: its profile, and so its ring files, are on this machine and known. */
  setOwnBrowser(mark: string, profile: string): void {
    this.#ownBrowser = { mark, profile };
  }

  connect(sink: EventSink): () => void {
    this.#sinks.add(sink);
    if (this.#orphanTimer) clearTimeout(this.#orphanTimer);
    this.#stopSources ??= this.#engine.watchSources((sources) => this.#broadcast('sources:changed', sources));
    for (const { session } of this.#sessions.values()) sink.send('session:changed', session.update());
    return () => {
      this.#sinks.delete(sink);
      if (!this.#sinks.size) this.#orphanTimer = setTimeout(() => this.#closeSessions(), orphanMs);
    };
  }

  async open(name: string): Promise<SessionId> {
    const session = await this.#engine.openSource(name);
    const stopUpdates = session.onUpdate((update) => this.#broadcast('session:changed', update));
    this.#sessions.set(session.id, { session, stopUpdates, detachStream: null });
    return session.id;
  }

  closeSession(id: SessionId): void {
    const open = this.#sessions.get(id);
    if (!open) return;
    this.#sessions.delete(id);
    open.detachStream?.();
    open.stopUpdates();
    open.session.close();
  }

  /** Gives a session's frames to a channel; false when there is no such session. */
  attach(id: SessionId, channel: StreamChannel, mark: string | null): boolean {
    const open = this.#sessions.get(id);
    if (!open) return false;
    open.detachStream?.();
    const own = this.#ownBrowser;
    const ringFolder = own && mark === own.mark ? own.profile : null;
    open.detachStream = attachStream(open.session, channel, { ringFolder, forced: this.#forced });
    return true;
  }

  /** Encodes what the source holds; the page fetches it once under the path. */
  async snapshot(id: SessionId): Promise<SnapshotResult> {
    const open = this.#sessions.get(id);
    if (!open) throw unknownSession(id);
    const { header, pixels } = await open.session.capture();
    const png = await encodePng({ width: header.width, height: header.height, pixels, keepAlpha: false });
    const path = `/snapshot/${randomBytes(16).toString('hex')}.png`;
    const name = `${open.session.name.replace(/[^\w.-]/g, '_')}-${header.sequence}.png`;
    this.#snapshots.set(path, { name, png });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > mostSnapshots && oldest) this.#snapshots.delete(oldest);
    return { path, suspect: header.suspect };
  }

  takeSnapshot(path: string): { name: string; png: Uint8Array } | null {
    const snapshot = this.#snapshots.get(path) ?? null;
    this.#snapshots.delete(path);
    return snapshot;
  }

  close(): void {
    if (this.#orphanTimer) clearTimeout(this.#orphanTimer);
    this.#closeSessions();
    this.#sinks.clear();
  }

  #closeSessions(): void {
    for (const id of this.#sessions.keys()) this.closeSession(id);
    this.#stopSources?.();
    this.#stopSources = null;
  }

  #broadcast<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void {
    for (const sink of this.#sinks) sink.send(channel, payload);
  }
}

function unknownSession(id: SessionId): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'look up session',
    target: String(id),
    reason: 'no such session is open',
    next: 'Open the source again.',
  });
}
