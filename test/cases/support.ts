import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';
import { finish, type Finished } from '../support/processes';

export const bin = join(root, 'cli', 'bin.mjs');

/** The command line as a user starts it. */
export function run(...words: string[]): Promise<Finished> {
  return finish(process.execPath, [bin, ...words]);
}

/** A script of the shell that finds the command line in "$@". */
export function shell(script: string, env: NodeJS.ProcessEnv = process.env): Promise<Finished> {
  return finish('sh', ['-c', script, 'sh', process.execPath, bin], undefined, env);
}

/** A shared memory object with these bytes, removed with the test. Returns its path. */
export function object(context: TestContext, name: string, bytes: Uint8Array): string {
  const path = `/dev/shm/${name}`;
  writeFileSync(path, bytes, { mode: 0o600 });
  atEnd(context, () => unlinkSync(path));
  return path;
}

/** CRC-64 of XZ, from its definition. */
function crc64(bytes: Uint8Array): bigint {
  let crc = 2n ** 64n - 1n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0xc96c5795d7870f42n : 0n);
  }
  return crc ^ (2n ** 64n - 1n);
}

/** A checked block as docs/layouts.md has it. */
export function checkedBlock(content: Uint8Array, maximum = 4096): Buffer {
  const block = Buffer.alloc(maximum + 32);
  [maximum, 32, content.length, 1].forEach((word, at) => block.writeInt32LE(word, at * 4));
  block.writeBigUInt64LE(crc64(content), 16);
  block.set(content, 32);
  return block;
}
