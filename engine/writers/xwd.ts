import { closeSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';

import { FramelatchError } from '../../protocol/errors';
import type { PictureWriter } from './picture-writer';

const words = 25;
const nameBytes = 60;
const headerBytes = words * 4 + nameBytes;
const bytesPerPixel = 4;

/** A 24-bit screen in a file, as an X server maps it (docs/layouts.md); pixels are B8G8R8X8. */
export class XwdWriter implements PictureWriter {
  readonly name: string;
  readonly #file: number;

  /** @throws FramelatchError `file-unwritable`, also for a file that is there already */
  constructor(path: string, width: number, height: number) {
    this.name = path;
    const pitch = width * bytesPerPixel;
    const header = Buffer.alloc(headerBytes);
    const values = [
      headerBytes,
      7,
      2,
      24,
      width,
      height,
      0,
      0,
      32,
      0,
      32,
      32,
      pitch,
      4,
      0xff0000,
      0xff00,
      0xff,
      8,
      256,
      0,
      width,
      height,
    ];
    values.forEach((value, word) => header.writeUInt32BE(value, word * 4));
    try {
      this.#file = openSync(path, 'wx', 0o600);
    } catch (thrown) {
      throw new FramelatchError({
        code: 'file-unwritable',
        operation: 'create',
        target: path,
        reason: (thrown as Error).message,
        next: 'Give a path in a folder that exists, where no file stands yet.',
      });
    }
    ftruncateSync(this.#file, headerBytes + pitch * height);
    writeSync(this.#file, header, 0, headerBytes, 0);
  }

  publish(pixels: Uint8Array): boolean {
    writeSync(this.#file, pixels, 0, pixels.byteLength, headerBytes);
    return true;
  }

  close(): void {
    closeSync(this.#file);
    unlinkSync(this.name);
  }
}
