import type { Size } from '../options';

/** How `publish` takes a picture: as it is stored, row behind row. */
export interface StoredShape extends Size {
  /** What a user calls it. */
  readonly format: string;
  /** Bytes of a row's pixels, which whoever gives pictures from outside puts end to end. */
  readonly rowBytes: number;
  /** Rows of each plane, one plane below the other. */
  readonly planes: readonly number[];
  /** Bytes from row to row. */
  readonly pitch: number;
  readonly flip: boolean;
}

/** Where pictures go, one at a time. */
export interface PictureSink {
  /** The line that says it is there. */
  readonly title: string;
  readonly shape: StoredShape;
  /** Whether somebody can get it; false when every buffer was being read. */
  publish(picture: Uint8Array, signal: AbortSignal): boolean | Promise<boolean>;
  /** Removes what it created. */
  close(): void;
}

/** A picture in one plane. */
export function packedShape(
  { width, height }: Size,
  format: string,
  bytesPerPixel: number,
  { pitch = width * bytesPerPixel, flip = false } = {},
): StoredShape {
  return { width, height, format, rowBytes: width * bytesPerPixel, planes: [height], pitch, flip };
}

/** Luma, and below it chroma in half as many rows of the same length. */
export function nv12Shape({ width, height }: Size, { pitch = width, flip = false } = {}): StoredShape {
  return { width, height, format: 'NV12', rowBytes: width, planes: [height, height / 2], pitch, flip };
}
