import { closeSync, openSync, readSync } from 'node:fs';

import { FramelatchError } from '../protocol/errors';
import { longestSchema } from '../protocol/schema-text';

const mostBytesOfCharacter = 4;

/**
 * A struct's schema in words, from a file.
 * @throws FramelatchError `file-unreadable`
 */
export function readSchemaFile(path: string): string {
  try {
    return readStart(path, longestSchema * mostBytesOfCharacter + 1).toString('utf8');
  } catch (thrown) {
    throw new FramelatchError({
      code: 'file-unreadable',
      operation: 'read schema',
      target: path,
      reason: (thrown as Error).message,
      next: 'Give a text file with one member a line, for example: int a',
    });
  }
}

/** No more of it than is asked for: a device has no end. */
function readStart(path: string, most: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most);
    let length = 0;
    for (let got = -1; got !== 0 && length < most; length += got)
      got = readSync(file, bytes, length, most - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
