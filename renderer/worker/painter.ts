/** Draws RGBA8 pictures on the canvas. The one place that would change for another way of drawing. */
export class Painter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  #image: ImageData | null = null;

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    // Without a GPU a canvas in memory is the fastest for putImageData, and measuring reads it back.
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('this canvas has no 2D context');
    this.#context = context as OffscreenCanvasRenderingContext2D;
  }

  /** The pixels of the next picture, to be filled in place; kept from picture to picture while the size stays. */
  pixels(width: number, height: number): Uint8ClampedArray {
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height);
    return this.#image.data;
  }

  draw(): void {
    if (!this.#image) return;
    const { width, height } = this.#image;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.putImageData(this.#image, 0, 0);
  }

  /** One row of what is on the canvas. */
  readBack(y: number, width: number): Uint8ClampedArray {
    return this.#context.getImageData(0, y, width, 1).data;
  }
}
