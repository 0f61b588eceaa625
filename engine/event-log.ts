import type { SessionEvent } from '../protocol/session';

const kept = 50;

/** What happened to a source, newest last, with ages instead of times. */
export class EventLog {
  readonly #events: { at: number; kind: SessionEvent['kind']; detail: SessionEvent['detail'] }[] = [];

  add(kind: SessionEvent['kind'], detail: SessionEvent['detail'] = {}, at = performance.now()): void {
    this.#events.push({ at, kind, detail });
    if (this.#events.length > kept) this.#events.shift();
  }

  read(now = performance.now()): readonly SessionEvent[] {
    return this.#events.map(({ at, kind, detail }) => ({ kind, detail, agoMs: Math.round(now - at) }));
  }
}
