import { dxgiFormats, type DxgiFormatName } from '../../protocol/dxgi';

/** A colour as 8-bit sRGB. */
export type Rgb = readonly [red: number, green: number, blue: number];

type Encode = (color: Rgb, target: DataView, offset: number) => void;

const opaque = 255;

// Source: IEC 61966-2-1.
function linearFromSrgb(value: number): number {
  const coded = value / 255;
  return coded <= 0.04045 ? coded / 12.92 : ((coded + 0.055) / 1.055) ** 2.4;
}

/** The nearest half float of a number from 0 to 1 (source: IEEE 754-2008 binary16). */
function halfFromNumber(value: number): number {
  if (value < 2 ** -14) return Math.round(value * 2 ** 24);
  const exponent = Math.floor(Math.log2(value));
  const fraction = Math.round((value / 2 ** exponent - 1) * 1024);
  return ((exponent + 15) << 10) + fraction;
}

function unorm(value: number, bits: number): number {
  return Math.round((value / 255) * (2 ** bits - 1));
}

function bytes(order: (color: Rgb) => readonly number[]): Encode {
  return (color, target, offset) => order(color).forEach((byte, index) => target.setUint8(offset + index, byte));
}

function words(
  setter: 'setUint16' | 'setFloat32',
  size: number,
  convert: (value: number) => number,
  one: number,
): Encode {
  return (color, target, offset) => {
    color.forEach((channel, index) => target[setter](offset + index * size, convert(channel), true));
    target[setter](offset + 3 * size, one, true);
  };
}

const rgba = bytes(([r, g, b]) => [r, g, b, opaque]);
const bgra = bytes(([r, g, b]) => [b, g, r, opaque]);

const encoders: Record<DxgiFormatName, Encode> = {
  R32G32B32A32_FLOAT: words('setFloat32', 4, linearFromSrgb, 1),
  R16G16B16A16_FLOAT: words('setUint16', 2, (value) => halfFromNumber(linearFromSrgb(value)), 0x3c00),
  R16G16B16A16_UNORM: words('setUint16', 2, (value) => unorm(value, 16), 0xffff),
  R10G10B10A2_UNORM: ([r, g, b], target, offset) => {
    const word = unorm(r, 10) + unorm(g, 10) * 2 ** 10 + unorm(b, 10) * 2 ** 20 + 3 * 2 ** 30;
    target.setUint32(offset, word, true);
  },
  R8G8B8A8_UNORM: rgba,
  R8G8B8A8_UNORM_SRGB: rgba,
  B5G6R5_UNORM: ([r, g, b], target, offset) =>
    target.setUint16(offset, (unorm(r, 5) << 11) | (unorm(g, 6) << 5) | unorm(b, 5), true),
  B5G5R5A1_UNORM: ([r, g, b], target, offset) =>
    target.setUint16(offset, 0x8000 | (unorm(r, 5) << 10) | (unorm(g, 5) << 5) | unorm(b, 5), true),
  B8G8R8A8_UNORM: bgra,
  B8G8R8X8_UNORM: bgra,
  B8G8R8A8_UNORM_SRGB: bgra,
};

/** One colour as a format stores it. */
export function encodePixel(format: DxgiFormatName, color: Rgb): Uint8Array {
  const pixel = new Uint8Array(dxgiFormats[format].bytesPerPixel);
  encoders[format](color, new DataView(pixel.buffer), 0);
  return pixel;
}
