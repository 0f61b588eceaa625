import { crc32Hex } from '../../cli/crc32';

export const kindNames = ['hook', 'camera', 'raw'] as const;
export type Kind = (typeof kindNames)[number];

/** How a viewer opens what `producer.c` makes of that kind under that number. */
export function sourceOf(kind: Kind, id: number): { readonly name: string; readonly layout: string | null } {
  switch (kind) {
    case 'hook':
      return { name: `CaptureHook_HookInfo${id}`, layout: null };
    case 'camera':
      return { name: `storm-camera-${id}`, layout: 'virtual-camera' };
    case 'raw': {
      const mutexes = `mutex=storm-mutex-0-${id} mutex=storm-mutex-1-${id}`;
      const layout = `raw 64x24 B8G8R8A8_UNORM offset=64 buffers=2 stride=${64 * 4 * 24} index=0 ${mutexes}`;
      return { name: `storm-raw-${id}`, layout };
    }
  }
}

const sizes: readonly (readonly [width: number, height: number])[] = [
  [64, 24],
  [96, 40],
];

/** The hashes that `watch` prints for pictures of one grey: those that are whole. Its alpha is grey too, or there is none. */
export function wholeHashes(): ReadonlySet<string> {
  const hashes = new Set<string>();
  for (const [width, height] of sizes) {
    const pixels = new Uint8Array(width * height * 4);
    for (let grey = 0; grey < 256; grey += 1) {
      pixels.fill(grey);
      hashes.add(crc32Hex(pixels));
      for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
      hashes.add(crc32Hex(pixels));
    }
  }
  return hashes;
}

/** Whether every pixel of an RGBA picture is the same. */
export function isOneColour(pixels: Uint8Array): boolean {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.byteLength / 4);
  return words.every((word) => word === words[0]);
}
