import type { Session, StreamChannel } from '../engine/index';
import type { EventChannel, ShellEvents } from '../protocol/ipc';
import type { SessionId } from '../protocol/session';

/** One connection of a page: gets every event. */
export interface EventSink {
  send<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void;
}

interface OpenSession {
  readonly session: Session;
  readonly stopUpdates: () => void;
  detach: (() => void) | null;
}

// A page whose connection broke comes back within a second, on a busy machine later; one that was closed never does.
const graceMs = 15_000;
/** A page holds one, and while it reconnects one that is not known to be broken yet. */
const mostSinks = 4;

/** One page of a browser and the sessions that it opened: they end some seconds after its last connection. */
export class Page {
  readonly #sinks = new Set<EventSink>();
  readonly #sessions = new Map<SessionId, OpenSession>();
  readonly #onClose: () => void;
  #grace: NodeJS.Timeout;
  #closed = false;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
    this.#grace = this.#startGrace();
  }

  /** Events go there from now on. Returns the way out; null when there are too many already. */
  connect(sink: EventSink): (() => void) | null {
    if (this.#sinks.size >= mostSinks) return null;
    clearTimeout(this.#grace);
    this.#sinks.add(sink);
    sink.send('page:sessions', [...this.#sessions.keys()]);
    for (const { session } of this.#sessions.values()) sink.send('session:changed', session.update());
    return () => {
      this.#sinks.delete(sink);
      if (!this.#sinks.size && !this.#closed) this.#grace = this.#startGrace();
    };
  }

  send<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void {
    for (const sink of this.#sinks) sink.send(channel, payload);
  }

  add(session: Session): void {
    const stopUpdates = session.onUpdate((update) => this.send('session:changed', update));
    this.#sessions.set(session.id, { session, stopUpdates, detach: null });
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  session(id: SessionId): Session | undefined {
    return this.#sessions.get(id)?.session;
  }

  setStream(id: SessionId, detach: () => void, channel: StreamChannel): void {
    const open = this.#sessions.get(id);
    if (!open) return;
    open.detach = () => {
      detach();
      channel.close();
    };
  }

  detach(id: SessionId): void {
    this.#sessions.get(id)?.detach?.();
  }

  closeSession(id: SessionId): void {
    const open = this.#sessions.get(id);
    if (!open) return;
    this.#sessions.delete(id);
    open.detach?.();
    open.stopUpdates();
    open.session.close();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#grace);
    this.#sinks.clear();
    for (const id of this.#sessions.keys()) this.closeSession(id);
    this.#onClose();
  }

  #startGrace(): NodeJS.Timeout {
    return setTimeout(() => this.close(), graceMs).unref();
  }
}
