import { dxgiFormats, type DxgiFormatName } from '../../protocol/dxgi';
import { encodePixel, type Rgb } from './encode';

export interface CanvasShape {
  readonly width: number;
  readonly height: number;
  /** Bytes per row. */
  readonly pitch: number;
  readonly format: DxgiFormatName;
  /** Rows are stored bottom-up. */
  readonly flip: boolean;
}

/** A picture as a producer stores it, drawn with rectangles; what is drawn over can be put back. */
export class StoredCanvas {
  readonly shape: CanvasShape;
  /** pitch * height bytes. */
  readonly bytes: Buffer;
  #background: Buffer;

  constructor(shape: CanvasShape) {
    this.shape = shape;
    this.bytes = Buffer.alloc(shape.pitch * shape.height);
    this.#background = this.bytes;
  }

  fill(x: number, y: number, width: number, height: number, color: Rgb): void {
    const { format } = this.shape;
    const right = Math.min(x + width, this.shape.width);
    const row = Buffer.alloc(Math.max(0, right - x) * dxgiFormats[format].bytesPerPixel, encodePixel(format, color));
    for (let line = y; line < Math.min(y + height, this.shape.height); line++)
      row.copy(this.bytes, this.#offset(x, line));
  }

  /** Every pixel by a function of its place. */
  paint(colorAt: (x: number, y: number) => Rgb): void {
    const { width, height, format } = this.shape;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) this.bytes.set(encodePixel(format, colorAt(x, y)), this.#offset(x, y));
    }
  }

  /** What is there now is the background from here on. */
  keepBackground(): void {
    this.#background = Buffer.from(this.bytes);
  }

  restore(x: number, y: number, width: number, height: number): void {
    const size = (Math.min(x + width, this.shape.width) - x) * dxgiFormats[this.shape.format].bytesPerPixel;
    for (let line = y; line < Math.min(y + height, this.shape.height); line++) {
      const at = this.#offset(x, line);
      this.#background.copy(this.bytes, at, at, at + size);
    }
  }

  #offset(x: number, y: number): number {
    const { height, pitch, flip, format } = this.shape;
    return (flip ? height - 1 - y : y) * pitch + x * dxgiFormats[format].bytesPerPixel;
  }
}
