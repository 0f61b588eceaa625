import type { SourceReader } from '../native/index';
import { FramelatchError } from '../protocol/errors';
import type { FrameHeader } from '../protocol/frame';
import { allocateBuffers } from './allocate';

const timeoutMs = 1000;

/** A picture beside the stream: RGBA8, top row first. */
export interface Picture {
  readonly header: FrameHeader;
  readonly pixels: Uint8Array;
}

/**
 * What a source holds now; after a crash, the last picture that it held.
 * @param name the source's, for what is told of it
 * @throws FramelatchError `no-frame`, `no-memory`
 */
export async function captureFrom(reader: SourceReader, name: string, alpha: 'opaque' | 'stored'): Promise<Picture> {
  const { frameBytes } = reader.status();
  const [buffer] = frameBytes ? allocateBuffers(1, frameBytes, name) : [];
  const header = buffer ? await reader.captureCurrent(buffer, { alpha, timeoutMs }) : null;
  if (!buffer || !header) {
    throw new FramelatchError({
      code: 'no-frame',
      operation: 'capture',
      target: name,
      reason: buffer ? 'its buffer stayed locked, or nothing was published yet' : 'the source is not open',
      next: 'Wait for a frame and try again.',
    });
  }
  return { header, pixels: new Uint8Array(buffer, 0, header.width * header.height * 4) };
}
