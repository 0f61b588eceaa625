import type { Canvas, PixelSource } from './viewer';

const bytesPerPixel = 4;
// A strip stays in the processor's second-level cache from being filled to being put: whole pictures go through memory
// twice more (docs/performance.md, "Strips").
const stripBytes = 160 * 1024;

/** Draws RGBA8 pictures on the canvas. The one place that would change for another way of drawing. */
export class Painter implements Canvas {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  /** By their rows: those of one height and, at the picture's foot, what is left. */
  readonly #strips = new Map<number, ImageData>();

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    // Without a GPU a canvas in memory is the fastest for putImageData, and measuring reads it back.
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('this canvas has no 2D context');
    this.#context = context as OffscreenCanvasRenderingContext2D;
  }

  /** In one task, so that no display frame sees a picture in the making. */
  paint(width: number, height: number, source: PixelSource): string | null {
    this.#resize(width, height);
    const rowBytes = width * bytesPerPixel;
    const rows = Math.max(1, Math.floor(stripBytes / rowBytes));
    for (let y = 0; y < height; y += rows) {
      const strip = this.#strip(width, Math.min(rows, height - y));
      const problem = source(strip.data, y * rowBytes);
      if (problem !== null) {
        // Half of one picture and half of another is worse than none.
        this.#context.fillRect(0, 0, width, height);
        return problem;
      }
      this.#context.putImageData(strip, 0, y);
    }
    return null;
  }

  /** One row of what is on the canvas. */
  readBack(y: number, width: number): Uint8ClampedArray {
    return this.#context.getImageData(0, y, width, 1).data;
  }

  #resize(width: number, height: number): void {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#strips.clear();
  }

  #strip(width: number, rows: number): ImageData {
    const kept = this.#strips.get(rows);
    if (kept) return kept;
    const strip = new ImageData(width, rows);
    this.#strips.set(rows, strip);
    return strip;
  }
}
