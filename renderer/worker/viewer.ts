import type { FrameHeader } from '../../protocol/frame';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { drawableSize } from './check';
import type { Ring } from './ring';

/** Fills `target` with a picture's bytes (RGBA8) from byte `at` on. The reason why not, or null. */
export type PixelSource = (target: Uint8ClampedArray, at: number) => string | null;

/** What the viewer draws on. */
export interface Canvas {
  /** Draws a whole picture, or nothing of it. The reason why not, or null. */
  paint(width: number, height: number, source: PixelSource): string | null;
}

export interface ViewerParts {
  readonly canvas: Canvas;
  readonly post: (message: StreamToSender) => void;
  readonly createRing: (frameBytes: number) => Promise<Ring>;
  readonly onDrawn: (header: FrameHeader) => void;
  readonly onClock: (message: Extract<StreamToViewer, { kind: 'clock' }>) => void;
}

/** As much as the sender takes. */
const longestReason = 1000;

type Frame = Extract<StreamToViewer, { kind: 'frame' }>;

/** The viewer's side of protocol/stream.ts: makes rings, draws frames, returns each slot with its time. */
export class Viewer {
  readonly #parts: ViewerParts;
  #ring: Ring | null = null;
  /** While nobody can see the canvas, frames keep their slots: without credit the sender sends no more, and copies none. */
  #isShown = true;
  #held: { readonly frame: Frame; readonly arrivedMs: number }[] = [];
  /** Rings are made and closed one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  receive(message: StreamToViewer): void {
    const arrivedMs = performance.now();
    switch (message.kind) {
      case 'prepare':
        // Of slots that are no more.
        this.#held = [];
        this.#work = this.#work.then(() => this.#prepare(message));
        break;
      case 'frame':
        if (this.#isShown) this.#show(message, arrivedMs);
        else this.#held.push({ frame: message, arrivedMs });
        break;
      case 'transport':
        if (message.transport.name !== 'ring') this.#work = this.#work.then(() => this.#dropRing());
        break;
      case 'clock':
        this.#parts.onClock(message);
        break;
      case 'ended':
        this.#held = [];
        // The last picture stays; the session's state says what happened.
        this.#work = this.#work.then(() => this.#dropRing());
        break;
    }
  }

  /** Whether the canvas can be seen. Once it can again, the newest of what was held is drawn at once. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (!isShown) return;
    const held = this.#held;
    this.#held = [];
    const newest = held.pop();
    for (const { frame } of held)
      this.#parts.post({ kind: 'rejected', slot: frame.slot, reason: 'nobody could see it' });
    if (newest) this.#show(newest.frame, newest.arrivedMs);
  }

  async close(): Promise<void> {
    await this.#work;
    await this.#dropRing();
  }

  async #prepare({ frameBytes, wantRing }: Extract<StreamToViewer, { kind: 'prepare' }>): Promise<void> {
    await this.#dropRing();
    if (!wantRing) return this.#parts.post({ kind: 'no-ring', reason: 'the sender did not ask for a ring' });
    try {
      this.#ring = await this.#parts.createRing(frameBytes);
      this.#parts.post(this.#ring.offer);
    } catch (thrown) {
      this.#parts.post({ kind: 'no-ring', reason: reasonOf(thrown).slice(0, longestReason) });
    }
  }

  async #dropRing(): Promise<void> {
    const ring = this.#ring;
    this.#ring = null;
    await ring?.close();
  }

  /** Draws at once, and only what it has whole; the slot goes back either way. */
  #show({ slot, header, pixels }: Frame, arrivedMs: number): void {
    const problem = this.#draw({ slot, header, pixels });
    if (problem !== null) return this.#parts.post({ kind: 'rejected', slot, reason: problem.slice(0, longestReason) });
    this.#parts.post({ kind: 'credit', slot, heldMs: performance.now() - arrivedMs });
    this.#parts.onDrawn(header);
  }

  #draw({ slot, header, pixels }: Pick<Frame, 'slot' | 'header'> & { pixels: Frame['pixels'] | undefined }) {
    const size = drawableSize(header);
    if ('reason' in size) return size.reason;
    try {
      const source = pixels ? sourceOf(pixels) : this.#slotSource(slot);
      if (pixels && pixels.byteLength !== size.bytes) {
        return `found ${pixels.byteLength} bytes of pixels, expected ${size.bytes}`;
      }
      return this.#parts.canvas.paint(size.width, size.height, source);
    } catch (thrown) {
      return reasonOf(thrown);
    }
  }

  #slotSource(slot: number): PixelSource {
    const ring = this.#ring;
    return (target, at) => (ring ? ring.read(slot, target, at) : 'there is no ring');
  }
}

function sourceOf(pixels: Uint8Array): PixelSource {
  return (target, at) => {
    target.set(pixels.subarray(at, at + target.byteLength));
    return null;
  };
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
