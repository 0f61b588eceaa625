import type { FrameHeader } from '../../protocol/frame';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import type { Ring } from './ring';

/** What the viewer draws on. */
export interface Canvas {
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

/** The viewer's side of protocol/stream.ts: makes rings, draws frames, returns each slot with its time. */
export class Viewer {
  readonly #parts: ViewerParts;
  #ring: Ring | null = null;
  /** Rings are made one after the other: the file's name must be free again. */
  #making: Promise<void> = Promise.resolve();

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  receive(message: StreamToViewer): void {
    const arrivedMs = performance.now();
    switch (message.kind) {
      case 'prepare':
        this.#making = this.#making.then(() => this.#prepare(message));
        break;
      case 'frame':
        this.#show(message, arrivedMs);
        break;
      case 'transport':
        if (message.transport.name !== 'ring') void this.#dropRing();
        break;
      case 'clock':
        this.#parts.onClock(message);
        break;
    }
  }

  async close(): Promise<void> {
    await this.#making;
    await this.#dropRing();
  }

  async #prepare({ frameBytes, wantRing }: Extract<StreamToViewer, { kind: 'prepare' }>): Promise<void> {
    await this.#dropRing();
    if (!wantRing) return this.#parts.post({ kind: 'no-ring', reason: 'the sender did not ask for a ring' });
    try {
      this.#ring = await this.#parts.createRing(frameBytes);
      this.#parts.post(this.#ring.offer);
    } catch (thrown) {
      this.#parts.post({ kind: 'no-ring', reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  async #dropRing(): Promise<void> {
    const ring = this.#ring;
    this.#ring = null;
    await ring?.close();
  }

  /** Never draws what it could not read whole. */
  #show({ slot, header, pixels }: Extract<StreamToViewer, { kind: 'frame' }>, arrivedMs: number): void {
    const width = header.covers.width / header.scale;
    const height = header.covers.height / header.scale;
    const target = this.#parts.canvas.pixels(width, height);
    const reason = pixels ? copy(pixels, target) : this.#readSlot(slot, target);
    if (reason) return this.#parts.post({ kind: 'rejected', slot, reason });
    this.#parts.canvas.draw();
    this.#parts.post({ kind: 'credit', slot, heldMs: performance.now() - arrivedMs });
    this.#parts.onDrawn(header);
  }

  #readSlot(slot: number, target: Uint8ClampedArray): string | null {
    if (!this.#ring) return 'there is no ring';
    return this.#ring.read(slot, target) ? null : 'the ring gave fewer bytes than the frame has';
  }
}

function copy(pixels: ArrayBuffer, target: Uint8ClampedArray): string | null {
  if (pixels.byteLength !== target.byteLength)
    return `the frame has ${pixels.byteLength} bytes instead of ${target.byteLength}`;
  target.set(new Uint8ClampedArray(pixels));
  return null;
}
