import { readStamp, stampRows, stampWidth, type Stamp } from '../../protocol/stamp';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import type { Measurement } from '../../protocol/measurement';

const clockIntervalMs = 500;

/** Gives a row of what is on the canvas, RGBA8 from the left edge. */
export type ReadBack = (y: number, width: number) => Uint8ClampedArray;

/** Reads the producer's stamps back from the canvas, and relates its clock to ours. Measurement runs only. */
export class Meter {
  readonly #readBack: ReadBack;
  readonly #timer: ReturnType<typeof setInterval>;
  // Three columns of one table: of numbers alone, so that a long run's measurement is no growth to be measured.
  readonly #frames: number[] = [];
  readonly #releasedMs: number[] = [];
  readonly #drawnMs: number[] = [];
  #torn = 0;
  #presented = 0;
  #lastPresented = 0;
  /** The sender's clock less ours, in ms, from the exchange that took the least time. */
  #clock = { offsetMs: 0, roundTripMs: Infinity };

  constructor(readBack: ReadBack, post: (message: StreamToSender) => void) {
    this.#readBack = readBack;
    const ask = () => post({ kind: 'clock', askedAtMs: performance.now() });
    this.#timer = setInterval(ask, clockIntervalMs);
    ask();
  }

  onClock({ askedAtMs, monotonicNs }: Pick<Extract<StreamToViewer, { kind: 'clock' }>, 'askedAtMs' | 'monotonicNs'>) {
    const now = performance.now();
    const roundTripMs = now - askedAtMs;
    if (roundTripMs >= this.#clock.roundTripMs) return;
    this.#clock = { roundTripMs, offsetMs: Number(monotonicNs) / 1e6 - (askedAtMs + now) / 2 };
  }

  onDrawn(height: number): void {
    const rows = stampRows(height).map((row) => this.#readBack(row, stampWidth));
    // Only now has the canvas proved that it holds the picture.
    const drawnMs = performance.now();
    const [first, ...others] = rows.map(readStamp);
    if (!first || !others.every((stamp) => isSame(stamp, first))) {
      this.#torn += 1;
      return;
    }
    this.#frames.push(Number(first.frame));
    this.#releasedMs.push(Number(first.releasedAtMonotonicNs) / 1e6);
    this.#drawnMs.push(drawnMs);
  }

  /** A display frame comes: what was drawn last is what it shows. */
  onDisplayFrame(): void {
    const newest = this.#frames.at(-1) ?? 0;
    if (newest > 0 && newest !== this.#lastPresented) this.#presented += 1;
    this.#lastPresented = newest;
  }

  read(): Measurement {
    // Frame 0 only makes the source visible; the counted ones follow.
    const counted = [...this.#frames.keys()].filter((index) => this.#frames[index] !== 0);
    const frames = counted.map((index) => this.#frames[index] ?? 0);
    return {
      drawn: new Set(frames).size,
      firstFrame: frames[0] ?? 0,
      lastFrame: frames.at(-1) ?? 0,
      torn: this.#torn,
      presented: this.#presented,
      frames,
      latenciesMs: counted.map((index) => this.#latencyMs(index)),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #latencyMs(index: number): number {
    return (this.#drawnMs[index] ?? 0) + this.#clock.offsetMs - (this.#releasedMs[index] ?? 0);
  }
}

function isSame(stamp: Stamp | null, other: Stamp): boolean {
  return stamp?.frame === other.frame && stamp.releasedAtMonotonicNs === other.releasedAtMonotonicNs;
}
