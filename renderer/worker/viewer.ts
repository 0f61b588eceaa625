import type { FrameHeader } from '../../protocol/frame';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { drawableSize } from './check';
import type { Ring } from './ring';

/** What the viewer draws on. */
export interface Canvas {
  /** The next picture's pixels, RGBA8, to be filled in place. */
  pixels(width: number, height: number): Uint8ClampedArray;
  draw(): void;
}

export interface ViewerParts {
  readonly canvas: Canvas;
  readonly post: (message: StreamToSender) => void;
  readonly createRing: (frameBytes: number) => Promise<Ring>;
  readonly onDrawn: (header: FrameHeader) => void;
  readonly onClock: (message: Extract<StreamToViewer, { kind: 'clock' }>) => void;
}

type Frame = Extract<StreamToViewer, { kind: 'frame' }>;

/** The viewer's side of protocol/stream.ts: makes rings, draws frames, returns each slot with its time. */
export class Viewer {
  readonly #parts: ViewerParts;
  #ring: Ring | null = null;
  /** Rings are made and closed one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  receive(message: StreamToViewer): void {
    const arrivedMs = performance.now();
    switch (message.kind) {
      case 'prepare':
        this.#work = this.#work.then(() => this.#prepare(message));
        break;
      case 'frame':
        this.#show(message, arrivedMs);
        break;
      case 'transport':
        if (message.transport.name !== 'ring') this.#work = this.#work.then(() => this.#dropRing());
        break;
      case 'clock':
        this.#parts.onClock(message);
        break;
    }
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
      this.#parts.post({ kind: 'no-ring', reason: reasonOf(thrown) });
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
    if (problem !== null) return this.#parts.post({ kind: 'rejected', slot, reason: problem });
    this.#parts.post({ kind: 'credit', slot, heldMs: performance.now() - arrivedMs });
    this.#parts.onDrawn(header);
  }

  #draw({ slot, header, pixels }: Pick<Frame, 'slot' | 'header'> & { pixels: Frame['pixels'] | undefined }) {
    const size = drawableSize(header);
    if ('reason' in size) return size.reason;
    try {
      const target = this.#parts.canvas.pixels(size.width, size.height);
      const problem = pixels ? copy(pixels, target) : this.#readSlot(slot, target);
      if (problem === null) this.#parts.canvas.draw();
      return problem;
    } catch (thrown) {
      return reasonOf(thrown);
    }
  }

  #readSlot(slot: number, target: Uint8ClampedArray): string | null {
    return this.#ring ? this.#ring.read(slot, target) : 'there is no ring';
  }
}

function copy(pixels: Uint8Array, target: Uint8ClampedArray): string | null {
  if (pixels.byteLength !== target.byteLength) {
    return `found ${pixels.byteLength} bytes of pixels, expected ${target.byteLength}`;
  }
  target.set(pixels);
  return null;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
