import type { FrameHeader } from '../../../protocol/frame';

/** A header of a whole picture, with what the test changes. */
export function headerOf(change: Partial<FrameHeader> = {}): FrameHeader {
  const { width = 4, height = 2 } = change;
  return {
    sequence: 1,
    width,
    height,
    format: 87,
    buffer: 0,
    mapId: 1,
    acquiredAtMonotonicNs: 5n,
    lockHeldNs: 1000,
    suspect: false,
    contended: 0,
    overtaken: 0,
    covers: { x: 0, y: 0, width, height },
    scale: 1,
    changedRows: [0, height],
    picture: { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 },
    ...change,
  };
}

/** Bytes that are all different from their neighbours, and from another seed's. */
export function pixelsOf(bytes: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 7 + seed) % 251);
}

/** An access handle on memory, as the origin private file system gives it. */
export class MemoryFile {
  bytes = new Uint8Array(0);
  flushes = 0;

  read(target: ArrayBufferView, { at }: { at: number }): number {
    const found = this.bytes.subarray(at, at + target.byteLength);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(found);
    return found.byteLength;
  }

  write(source: ArrayBufferView, { at }: { at: number }): number {
    this.bytes.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), at);
    return source.byteLength;
  }

  /** Asynchronous, as in Chrome 108. */
  async truncate(size: number): Promise<void> {
    await Promise.resolve();
    const kept = this.bytes.subarray(0, size);
    this.bytes = new Uint8Array(size);
    this.bytes.set(kept);
  }

  flush(): void {
    this.flushes += 1;
  }

  close(): void {
    this.bytes = new Uint8Array(0);
  }
}
