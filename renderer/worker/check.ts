import type { FrameHeader } from '../../protocol/frame';

const bytesPerPixel = 4;
// Chromium's limits for a canvas, which beyond them shows nothing in silence.
const longestSide = 65_535;
const mostPixels = 16_384 * 16_384;

/** A picture's size on the canvas, or the reason why the header cannot be drawn. */
export function drawableSize({ width, height, covers, scale }: FrameHeader): DrawableSize | { reason: string } {
  if (!isLength(width) || !isLength(height)) return { reason: `found a size of ${width} x ${height}` };
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    return { reason: `found a size of ${width} x ${height}, more than a canvas holds` };
  }
  // The header has room for parts of a source; a whole picture is all that is sent so far.
  const isWhole = covers.x === 0 && covers.y === 0 && covers.width === width && covers.height === height;
  if (!isWhole || scale !== 1) return { reason: 'found a part of the source, expected the whole' };
  return { width, height, bytes: width * height * bytesPerPixel };
}

export interface DrawableSize {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
