import type { EventChannel, ShellEvents } from '../../protocol/ipc';

/** `refused`: a server answers at our address, but it does not know this page. */
export type LinkState = 'connected' | 'lost' | 'refused';

export interface EventLinkParts {
  /** A socket for the server's events. */
  readonly open: () => WebSocket;
  /** Whether the server answers us, refuses us, or is not there. */
  readonly probe: () => Promise<LinkState>;
  readonly onState: (state: LinkState) => void;
}

const retryMs = 1000;
// The server says that it is there every five seconds; a busy machine may hold one such message up.
const silenceMs = 15_000;

/** `/events`: says when it breaks or falls silent, and opens it again when the server is back. */
export class EventLink {
  readonly #parts: EventLinkParts;
  readonly #listeners = new Map<EventChannel, Set<(payload: never) => void>>();
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: EventLinkParts) {
    this.#parts = parts;
    this.#connect();
  }

  on<Channel extends EventChannel>(channel: Channel, listener: (payload: ShellEvents[Channel]) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** To whoever listens in the page, as if it had come from the server. */
  emit<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload as never);
  }

  #connect(): void {
    const socket = this.#parts.open();
    let isOver = false;
    const lose = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(this.#silence);
      // A server that hangs does not answer this either: nobody waits for it.
      socket.close();
      this.#parts.onState('lost');
      this.#waitForServer();
    };
    const listen = () => {
      clearTimeout(this.#silence);
      this.#silence = setTimeout(lose, silenceMs);
    };
    listen();
    socket.addEventListener('open', () => !isOver && this.#parts.onState('connected'));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      if (isOver) return;
      listen();
      const { channel, payload } = JSON.parse(data) as { channel: EventChannel; payload: never };
      this.emit(channel, payload);
    });
    socket.addEventListener('close', lose);
  }

  #waitForServer(): void {
    setTimeout(async () => {
      const state = await this.#parts.probe();
      if (state === 'connected') return this.#connect();
      this.#parts.onState(state);
      this.#waitForServer();
    }, retryMs);
  }
}
