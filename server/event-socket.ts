import type { WebSocket } from 'ws';

import type { EventChannel, ShellEvents } from '../protocol/ipc';
import type { SessionUpdate } from '../protocol/session';
import type { EventSink } from './page';

/** Bytes that may lie between us and a page that reads slowly. */
const mostBuffered = 1024 * 1024;
const tryAgainMs = 100;
const aliveMs = 5000;

/**
 * A page's events over one WebSocket. What a slow page has not read yet does not queue: of each kind, and of each session, the
 * newest takes the place of the one before. A page that reads nothing at all is dropped by the ping that it does not answer.
 */
export class EventSocket implements EventSink {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, string>();
  readonly #alive: NodeJS.Timeout;
  #timer: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#alive = setInterval(() => this.send('server:alive', null), aliveMs);
    socket.once('close', () => this.close());
  }

  close(): void {
    clearInterval(this.#alive);
    if (this.#timer) clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  send<Channel extends EventChannel>(channel: Channel, payload: ShellEvents[Channel]): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const kind = channel === 'session:changed' ? `${channel} ${(payload as SessionUpdate).session}` : channel;
    // Behind what waits, so that nothing older follows what is newer.
    this.#waiting.delete(kind);
    this.#waiting.set(kind, JSON.stringify({ channel, payload }));
    this.#flush();
  }

  #flush(): void {
    for (const [kind, text] of this.#waiting) {
      if (this.#socket.bufferedAmount > mostBuffered) break;
      this.#waiting.delete(kind);
      this.#socket.send(text);
    }
    if (!this.#waiting.size || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, tryAgainMs);
  }
}
