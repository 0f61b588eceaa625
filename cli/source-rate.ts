import type { FrameHeader } from '../protocol/frame';

type Publication = Pick<FrameHeader, 'acquiredAtMonotonicNs' | 'overtaken'>;

/**
 * How many pictures a source publishes in a second, from the frames that were seen of it. What stands there when somebody begins to
 * look was published at a time that nobody knows, and nothing is published while a producer restarts: neither interval counts.
 */
export class SourceRate {
  #intervals = 0;
  #spanNs = 0n;
  #lastNs: bigint | null = null;
  #isFirst = true;
  #reopened = 0;

  /** Another session begins: what comes next was there already. */
  begin(): void {
    this.#lastNs = null;
    this.#isFirst = true;
    this.#reopened = 0;
  }

  /** @param reopened how often the session has opened its source again so far */
  note({ acquiredAtMonotonicNs: at, overtaken }: Publication, reopened: number): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (reopened !== this.#reopened) this.#lastNs = null;
    this.#reopened = reopened;
    if (isFirst) return;
    if (this.#lastNs !== null) {
      this.#intervals += 1 + overtaken;
      this.#spanNs += at - this.#lastNs;
    }
    this.#lastNs = at;
  }

  /** Rounded to hundredths; `null` while too few frames were seen to tell. */
  get perSecond(): number | null {
    return this.#spanNs > 0n ? Math.round((this.#intervals * 1e11) / Number(this.#spanNs)) / 100 : null;
  }
}
