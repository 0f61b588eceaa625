import { join } from 'node:path';

import { root } from './paths';
import { finish } from './processes';

/** A picture as the independent decoder (Python) reads it. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The channels of one pixel. */
  at(x: number, y: number): readonly number[];
  readonly rows: readonly Buffer[];
}

async function decode(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await finish('python3', [join(root, 'test', 'support', 'decode.py'), ...args]);
  if (code !== 0) throw new Error(`the independent decoder failed: ${stderr}`);
  return stdout;
}

function parse(text: string): Decoded {
  const [head = '', ...lines] = text.trim().split('\n');
  const [width = 0, height = 0, channels = 0] = head.split(' ').map(Number);
  const rows = lines.map((line) => Buffer.from(line, 'hex'));
  const at = (x: number, y: number) => [...(rows[y]?.subarray(x * channels, (x + 1) * channels) ?? [])];
  return { width, height, channels, rows, at };
}

export async function decodePng(path: string): Promise<Decoded> {
  return parse(await decode('png', path));
}

export async function decodeRecording(hookInfo: string, texture: string, buffer: 0 | 1): Promise<Decoded> {
  return parse(await decode('recording', hookInfo, texture, String(buffer)));
}

/** zlib's CRC-32 of one pixel (hexadecimal bytes) repeated. */
export async function crcOfPixels(pixel: string, count: number): Promise<string> {
  return (await decode('crc', pixel, String(count))).trim();
}
