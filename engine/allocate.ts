import { FramelatchError } from '../protocol/errors';

/**
 * Buffers of `bytes` each, zeroed. A declared size costs a producer nothing, so that one which cannot be had is an answer about
 * the source, never an exception in the middle of a callback.
 * @param target the source whose pictures they are for
 * @throws FramelatchError `no-memory`
 */
export function allocateBuffers(count: number, bytes: number, target: string): readonly ArrayBuffer[] {
  try {
    return Array.from({ length: count }, () => new ArrayBuffer(bytes));
  } catch {
    throw new FramelatchError({
      code: 'no-memory',
      operation: 'hold pictures of',
      target,
      reason: `this process cannot have ${count} times ${bytes} bytes`,
      next: 'Close other sources or programs; a size that the source only declares is the producer’s to correct.',
    });
  }
}
