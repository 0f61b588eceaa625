const lookMs = 50;
/** Of the time, while something changes, and at rest. */
const shareOfTime = 10;
const shareAtRest = 250;
const restsAfterMs = 5000;

/**
 * How long to wait before content is looked at again, in milliseconds: at most a tenth of a core is spent on looking,
 * however large the content is; once it has not changed for five seconds half as much with each second, down to a 250th.
 * @param costMs the processor time of the last look
 * @param quietMs since a look found a change
 */
export function pauseAfter(costMs: number, quietMs: number): number {
  const seconds = Math.floor((quietMs - restsAfterMs) / 1000);
  const share = quietMs < restsAfterMs ? shareOfTime : Math.min(shareAtRest, shareOfTime * 2 ** seconds);
  return Math.max(lookMs, costMs * (share - 1));
}

/** When content that is followed is looked at again. */
export class ContentPace {
  #began = 0;
  #usedMs = 0;
  #costMs = 0;
  #changedAt = performance.now();

  begin(): void {
    this.#began = performance.now();
    this.#usedMs = processMs();
  }

  /** How long to wait now, in milliseconds. Waiting for a lock is no work. */
  end(changed: boolean): number {
    const now = performance.now();
    if (changed) this.#changedAt = now;
    // Other threads of this process may have worked meanwhile, but no single look costs more than it takes.
    const costMs = Math.min(processMs() - this.#usedMs, now - this.#began);
    // What comes with one look in many is paid for by all.
    this.#costMs += (costMs - this.#costMs) / 8;
    return pauseAfter(this.#costMs, now - this.#changedAt);
  }
}

function processMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
