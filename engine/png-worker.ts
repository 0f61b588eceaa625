import { parentPort, workerData } from 'node:worker_threads';

import { encode } from 'fast-png';

export interface PngRequest {
  readonly width: number;
  readonly height: number;
  /** RGBA8, top row first. */
  readonly pixels: Uint8Array;
  /** Whether the alpha channel is kept; without it the PNG has three channels. */
  readonly keepAlpha: boolean;
}

export interface PngReply {
  readonly png: Uint8Array;
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

const { width, height, pixels, keepAlpha } = workerData as PngRequest;
const png = encode({
  width,
  height,
  data: keepAlpha ? pixels : withoutAlpha(pixels),
  channels: keepAlpha ? 4 : 3,
  depth: 8,
});
parentPort?.postMessage({ png } satisfies PngReply, [png.buffer as ArrayBuffer]);
