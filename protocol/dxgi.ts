/** The DXGI_FORMAT numbers that a capture hook can emit in memory mode (source: dxgiformat.h). */
export const dxgiFormats = {
  R32G32B32A32_FLOAT: { number: 2, bytesPerPixel: 16 },
  R16G16B16A16_FLOAT: { number: 10, bytesPerPixel: 8 },
  R16G16B16A16_UNORM: { number: 11, bytesPerPixel: 8 },
  R10G10B10A2_UNORM: { number: 24, bytesPerPixel: 4 },
  R8G8B8A8_UNORM: { number: 28, bytesPerPixel: 4 },
  R8G8B8A8_UNORM_SRGB: { number: 29, bytesPerPixel: 4 },
  B5G6R5_UNORM: { number: 85, bytesPerPixel: 2 },
  B5G5R5A1_UNORM: { number: 86, bytesPerPixel: 2 },
  B8G8R8A8_UNORM: { number: 87, bytesPerPixel: 4 },
  B8G8R8X8_UNORM: { number: 88, bytesPerPixel: 4 },
  B8G8R8A8_UNORM_SRGB: { number: 91, bytesPerPixel: 4 },
} as const;

/** What other layouts store: luma and chroma apart, palette indices, and the pixels of X servers, which masks describe. */
export const otherFormats = { NV12: 103, P8: 113, X11_MASKS: 0x10000 } as const;

/** A DXGI format's name without its `DXGI_FORMAT_` prefix. */
export type DxgiFormatName = keyof typeof dxgiFormats;

const namesByNumber = new Map<number, string>([
  ...Object.entries(dxgiFormats).map(([name, { number }]) => [number, name] as const),
  ...Object.entries(otherFormats).map(([name, number]) => [number, name] as const),
]);

/** The name of a DXGI_FORMAT number, or `DXGI_FORMAT(<number>)` for one that no layout stores. */
export function dxgiFormatName(number: number): string {
  return namesByNumber.get(number) ?? `DXGI_FORMAT(${number})`;
}
