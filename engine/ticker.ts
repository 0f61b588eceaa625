const intervalMs = 250;
/** As often as an age in seconds is read. */
const restIntervalMs = 1000;
const restsAfterMs = 5000;

/** Until the next tick, in milliseconds. @param quietMs since something changed last */
export function tickAfter(quietMs: number): number {
  return quietMs < restsAfterMs ? intervalMs : restIntervalMs;
}

/** Calls back a few times a second while something changes, and once a second at rest. */
export class Ticker {
  readonly #tick: () => void;
  #changedAt = performance.now();
  #dueAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(tick: () => void) {
    this.#tick = tick;
    this.#arm();
  }

  /** Something changed: the next tick comes soon. */
  stir(): void {
    this.#changedAt = performance.now();
    if (this.#timer && this.#dueAt > this.#changedAt + intervalMs) this.#arm();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    this.close();
    const now = performance.now();
    const waitMs = tickAfter(now - this.#changedAt);
    this.#dueAt = now + waitMs;
    const timer = setTimeout(() => {
      // One that was due when it was cleared, or could not be, tells nobody.
      if (this.#timer !== timer) return;
      this.#arm();
      this.#tick();
    }, waitMs);
    this.#timer = timer;
  }
}
