import { FramelatchError } from '../protocol/errors';
import { Pace } from './pace';
import type { StoredShape } from './sinks/sink';

export interface InputJob {
  /** Bytes of each frame. */
  readonly frameBytes: number;
  /** What a frame is, in words. */
  readonly what: string;
  /** At most so many a second; 0 = as they come. */
  readonly fps: number;
  readonly signal: AbortSignal;
  /** Takes a frame, which is overwritten afterwards. False = no more. */
  take(frame: Uint8Array): boolean | Promise<boolean>;
}

/**
 * Frames of one length from standard input. Reading waits until a frame is taken and due, so whoever writes is slowed down.
 * @throws FramelatchError `usage` when the input ends within a frame
 */
export async function takeStandardInput({ frameBytes, what, fps, signal, take }: InputJob): Promise<void> {
  const frame = Buffer.alloc(frameBytes);
  const pace = new Pace(fps);
  let filled = 0;
  let whole = 0;
  for await (const chunk of standardInput(signal)) {
    for (let from = 0; from < chunk.length;) {
      const taken = chunk.copy(frame, filled, from, Math.min(chunk.length, from + frameBytes - filled));
      from += taken;
      filled += taken;
      if (filled < frameBytes) continue;
      filled = 0;
      if (whole > 0 && fps > 0) await pace.next(signal);
      whole += 1;
      if (signal.aborted || !(await take(frame))) return;
    }
  }
  if (filled === 0 || signal.aborted) return;
  throw new FramelatchError({
    code: 'usage',
    operation: 'read',
    target: 'standard input',
    reason: `it ended with ${filled} bytes of an unfinished frame after ${whole} whole ones`,
    next: `Check what the other side writes; expected here are frames of ${what}.`,
  });
}

/** Standard input as it comes; ends quietly when the signal fires. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Buffer> {
  const stop = () => process.stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of process.stdin) yield chunk as Buffer;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw thrown;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Rows that stand end to end, top row first, as they are stored. */
export function storeRows(frame: Uint8Array, { rowBytes, planes, pitch, flip }: StoredShape): Uint8Array {
  if (pitch === rowBytes && !flip) return frame;
  const stored = new Uint8Array(pitch * planes.reduce((sum, rows) => sum + rows, 0));
  let first = 0;
  for (const rows of planes) {
    for (let row = 0; row < rows; row++) {
      const from = (first + row) * rowBytes;
      stored.set(frame.subarray(from, from + rowBytes), (first + (flip ? rows - 1 - row : row)) * pitch);
    }
    first += rows;
  }
  return stored;
}
