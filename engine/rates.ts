const windowMs = 1000;

/** Counts a growing total over the last second. */
export class RateMeter {
  readonly #samples: { at: number; total: number }[] = [];

  /** Notes the total at a time in milliseconds of one clock. */
  note(total: number, at: number): void {
    // What is there when somebody begins to look is no frame of that time.
    if (total === 0) return;
    this.#samples.push({ at, total });
    // One sample older than the window stays, so that the rate covers it whole.
    while (this.#samples.length > 2 && this.#samples[1]!.at <= at - windowMs) this.#samples.shift();
  }

  /** Per second; 0 until two samples are there. */
  get perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.total - first.total) * 1000) / (last.at - first.at);
  }
}

/** The median of the durations of the last second. */
export class DurationMeter {
  #samples: { at: number; ms: number }[] = [];

  note(ms: number, at: number): void {
    this.#samples.push({ at, ms });
  }

  median(now: number): number | null {
    this.#samples = this.#samples.filter(({ at }) => at > now - windowMs);
    const sorted = this.#samples.map(({ ms }) => ms).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
