import { readStamp, stampRows, stampWidth, type Stamp } from '../../protocol/stamp';
import type { StreamToSender } from '../../protocol/stream';
import type { Measurement } from './messages';
import type { Painter } from './painter';

const clockIntervalMs = 500;

/** Reads the producer's stamps back from the canvas, and relates its clock to ours. Measurement runs only. */
export class Meter {
  readonly #painter: Painter;
  readonly #frames: { frame: number; releasedNs: bigint; drawnMs: number }[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #torn = 0;
  #presented = 0;
  #newest = -1;
  #lastPresented = -1;
  /** The sender's clock less ours, in ms, from the exchange that took the least time. */
  #clock = { offsetMs: 0, roundTripMs: Infinity };

  constructor(painter: Painter, post: (message: StreamToSender) => void) {
    this.#painter = painter;
    const ask = () => post({ kind: 'clock', askedAtMs: performance.now() });
    this.#timer = setInterval(ask, clockIntervalMs);
    ask();
    this.#watchDisplay();
  }

  onClock({ askedAtMs, monotonicNs }: { askedAtMs: number; monotonicNs: bigint }): void {
    const now = performance.now();
    const roundTripMs = now - askedAtMs;
    if (roundTripMs >= this.#clock.roundTripMs) return;
    this.#clock = { roundTripMs, offsetMs: Number(monotonicNs) / 1e6 - (askedAtMs + now) / 2 };
  }

  onDrawn(height: number): void {
    const drawnMs = performance.now();
    const stamps = stampRows(height).map((row) => readStamp(this.#painter.readBack(row, stampWidth)));
    const [first] = stamps;
    if (!first || !stamps.every((stamp) => isSame(stamp, first))) {
      this.#torn += 1;
      return;
    }
    this.#newest = Number(first.frame);
    this.#frames.push({ frame: this.#newest, releasedNs: first.releasedAtMonotonicNs, drawnMs });
  }

  read(): Measurement {
    // Frame 0 only makes the source visible; the counted ones follow.
    const counted = this.#frames.filter(({ frame }) => frame > 0);
    return {
      drawn: new Set(counted.map(({ frame }) => frame)).size,
      firstFrame: counted[0]?.frame ?? 0,
      lastFrame: counted.at(-1)?.frame ?? 0,
      torn: this.#torn,
      presented: this.#presented,
      latenciesMs: counted.map(({ releasedNs, drawnMs }) => drawnMs + this.#clock.offsetMs - Number(releasedNs) / 1e6),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #watchDisplay(): void {
    const tick = () => {
      if (this.#newest > 0 && this.#newest !== this.#lastPresented) {
        this.#lastPresented = this.#newest;
        this.#presented += 1;
      }
      self.requestAnimationFrame(tick);
    };
    self.requestAnimationFrame(tick);
  }
}

function isSame(stamp: Stamp | null, other: Stamp): boolean {
  return stamp?.frame === other.frame && stamp.releasedAtMonotonicNs === other.releasedAtMonotonicNs;
}
