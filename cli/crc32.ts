import * as zlib from 'node:zlib';

import crc32Portable from 'crc-32';

type Crc32 = (bytes: Uint8Array) => number;

// Node 20.15 and newer have a fast one; Electron 22's Node 16 does not.
const native = (zlib as { crc32?: Crc32 }).crc32;

/** CRC-32 as zlib's, as 8 lowercase hexadecimal digits. */
export function crc32Hex(bytes: Uint8Array): string {
  const value = native ? native(bytes) : crc32Portable.buf(bytes);
  return (value >>> 0).toString(16).padStart(8, '0');
}
