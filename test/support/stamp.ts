/** One row of a stamp as protocol/stamp.ts describes it, written apart from its reader: RGBA8, 512 pixels. */
export function stampRow(frame: bigint, releasedNs: bigint): Uint8ClampedArray {
  const bits = frame.toString(2).padStart(64, '0') + releasedNs.toString(2).padStart(64, '0');
  const row = new Uint8ClampedArray(bits.length * 16).fill(255);
  [...bits].forEach((bit, index) => {
    for (let pixel = index * 4; pixel < index * 4 + 4; pixel++)
      row.fill(bit === '1' ? 255 : 0, pixel * 4, pixel * 4 + 3);
  });
  return row;
}
