/*
 * What a measuring producer writes into its pixels, so that a viewer can prove what it drew: 128 blocks of 4 x 4 pixels
 * from the left edge, white = 1, most significant bit first: the frame's number (64 bits), then the monotonic time in
 * nanoseconds at which it was released (64 bits). Once at the top, once in the middle, once at the bottom: three that
 * differ are a torn picture.
 */

export const stampBlock = 4;
const stampBits = 128;
export const stampWidth = stampBits * stampBlock;

export interface Stamp {
  readonly frame: bigint;
  readonly releasedAtMonotonicNs: bigint;
}

/** First rows of the three stamps of a picture of that height. */
export function stampRows(height: number): readonly [top: number, middle: number, bottom: number] {
  return [0, Math.floor(height / 2 / stampBlock) * stampBlock, height - stampBlock];
}

/**
 * Reads a stamp from one row of RGBA8 pixels, `stampWidth` of them, taken anywhere within its four rows.
 * @returns null when a block is neither black nor white
 */
export function readStamp(row: Uint8ClampedArray | Uint8Array): Stamp | null {
  let frame = 0n;
  let time = 0n;
  for (let bit = 0; bit < stampBits; bit++) {
    const level = row[(bit * stampBlock + 1) * 4];
    if (level !== 0 && level !== 255) return null;
    const value = level === 255 ? 1n : 0n;
    if (bit < 64) frame = (frame << 1n) | value;
    else time = (time << 1n) | value;
  }
  return { frame, releasedAtMonotonicNs: time };
}
