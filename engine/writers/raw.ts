import { NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { RawDescription, YuvCoding } from '../../protocol/reading';
import { toNv12 } from './nv12';
import type { PictureWriter } from './picture-writer';

const nothingPublished = 0xffff_ffff;

/** Any region, by a description: buffers in turn, each under its mutex where there is one. */
export class RawWriter implements PictureWriter {
  readonly name: string;
  readonly #region: SharedRegion;
  readonly #mutexes: readonly NamedMutex[];
  readonly #raw: RawDescription;
  readonly #yuv: YuvCoding | null;
  readonly #stride: number;
  #next = 0;

  /**
   * @param pictureBytes of one stored picture
   * @param yuv how to store R8G8B8A8 as NV12; `null` where pictures come as they are stored
   * @throws FramelatchError `usage`, `mapping-exists`, `no-space`
   */
  constructor(name: string, raw: RawDescription, pictureBytes: number, yuv: YuvCoding | null) {
    const stride = raw.stride || pictureBytes;
    const pixelsEnd = raw.offset + stride * (raw.buffers - 1) + pictureBytes;
    if (raw.buffers < 1 || raw.buffers > 3 || (raw.mutexes.length && raw.mutexes.length !== raw.buffers)) {
      throw new FramelatchError({
        code: 'usage',
        operation: 'create mapping',
        target: name,
        reason: `found ${raw.buffers} buffers and ${raw.mutexes.length} mutexes`,
        next: 'Give 1 to 3 buffers, and a mutex for each or none.',
      });
    }
    this.name = name;
    this.#raw = raw;
    this.#yuv = yuv;
    this.#stride = stride;
    this.#region = SharedRegion.create(name, Math.max(pixelsEnd, raw.indexOffset === null ? 0 : raw.indexOffset + 4));
    this.#mutexes = raw.mutexes.map((mutex) => NamedMutex.create(mutex));
    if (raw.indexOffset !== null) this.#region.storeWord(raw.indexOffset, nothingPublished);
  }

  publish(pixels: Uint8Array): boolean {
    const { indexOffset, offset, buffers } = this.#raw;
    // Without an index a reader looks at the first buffer alone.
    const buffer = indexOffset === null ? 0 : this.#next;
    const mutex = this.#mutexes[buffer];
    if (mutex && mutex.tryLock() === 'busy') return false;
    this.#region.write(this.#stored(pixels), offset + buffer * this.#stride);
    mutex?.unlock();
    if (indexOffset !== null) this.#region.storeWord(indexOffset, buffer);
    this.#next = (buffer + 1) % buffers;
    return true;
  }

  #stored(pixels: Uint8Array): Uint8Array {
    const { width, height, pitch } = this.#raw;
    if (!this.#yuv) return pixels;
    const nv12 = toNv12(pixels, width, height, this.#yuv);
    return pitch > width ? spread(nv12, width, pitch) : nv12;
  }

  close(): void {
    for (const mutex of this.#mutexes) mutex.close();
    this.#region.close();
  }
}

/** Rows that stood end to end, each as far from the next as a reader expects it. */
function spread(rows: Uint8Array, rowBytes: number, pitch: number): Uint8Array {
  const count = rows.byteLength / rowBytes;
  const stored = new Uint8Array(count * pitch);
  for (let row = 0; row < count; row++) stored.set(rows.subarray(row * rowBytes, (row + 1) * rowBytes), row * pitch);
  return stored;
}
