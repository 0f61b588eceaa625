import type { YuvCoding } from '../../protocol/reading';

interface Weights {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Source: ITU-R BT.601 and BT.709, the shares of luma. */
const weights: Readonly<Record<YuvCoding['matrix'], Weights>> = {
  bt601: { red: 0.299, green: 0.587, blue: 0.114 },
  bt709: { red: 0.2126, green: 0.7152, blue: 0.0722 },
};

/**
 * RGBA8 to NV12: a plane of luma, then a plane of interleaved chroma at half size, the mean of 2 x 2 pixels.
 * @param rgba width * height * 4 bytes; width and height are even
 */
export function toNv12(rgba: Uint8Array, width: number, height: number, { matrix, range }: YuvCoding): Uint8Array {
  const { red, green, blue } = weights[matrix];
  const [offset, lumaScale, chromaScale] = range === 'full' ? [0, 1, 1] : [16, 219 / 255, 224 / 255];
  const nv12 = new Uint8Array((width * height * 3) / 2);
  const lumaOf = (at: number) => red * rgba[at]! + green * rgba[at + 1]! + blue * rgba[at + 2]!;
  const rounded = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    nv12[pixel] = rounded(offset + lumaScale * lumaOf(pixel * 4));
  }
  let target = width * height;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const first = (y * width + x) * 4;
      let [u, v] = [0, 0];
      for (const at of [first, first + 4, first + width * 4, first + width * 4 + 4]) {
        const luma = lumaOf(at);
        u += (rgba[at + 2]! - luma) / (2 * (1 - blue)) / 4;
        v += (rgba[at]! - luma) / (2 * (1 - red)) / 4;
      }
      nv12[target] = rounded(128 + chromaScale * u);
      nv12[target + 1] = rounded(128 + chromaScale * v);
      target += 2;
    }
  }
  return nv12;
}
