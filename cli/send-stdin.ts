import { endSignal } from './pace';

export interface PipedFrames {
  readonly rowBytes: number;
  readonly rows: number;
  /** Bytes per stored row. */
  readonly pitch: number;
  readonly flip: boolean;
  /** At most so many a second; as they come without it. */
  readonly fps?: number;
  readonly frames?: number;
  publish(pixels: Uint8Array): void;
}

/**
 * Publishes raw frames from standard input, each of rowBytes * rows bytes, top row first. Reading waits while a frame is
 * not due yet, so whoever writes is slowed down. Resolves to the bytes of an unfinished last frame.
 */
export async function sendStandardInput(job: PipedFrames): Promise<number> {
  const signal = endSignal();
  const frameBytes = job.rowBytes * job.rows;
  const frame = Buffer.alloc(frameBytes);
  const stored = Buffer.alloc(job.pitch * job.rows);
  let filled = 0;
  let sent = 0;
  let due = performance.now();
  signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
  for await (const chunk of readChunks()) {
    for (let from = 0; from < chunk.length;) {
      const taken = chunk.copy(frame, filled, from, Math.min(chunk.length, from + frameBytes - filled));
      from += taken;
      filled += taken;
      if (filled < frameBytes) continue;
      filled = 0;
      if (job.fps) due = await waitUntil(due, 1000 / job.fps);
      job.publish(store(frame, stored, job));
      sent += 1;
      if (sent === job.frames || signal.aborted) return 0;
    }
  }
  return signal.aborted ? 0 : filled;
}

/** Ends quietly when a signal destroyed the stream. */
async function* readChunks(): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of process.stdin) yield chunk as Buffer;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw thrown;
  }
}

async function waitUntil(due: number, interval: number): Promise<number> {
  const early = due - performance.now();
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  return Math.max(due + interval, performance.now() - interval);
}

function store(frame: Buffer, stored: Buffer, { rowBytes, rows, pitch, flip }: PipedFrames): Uint8Array {
  if (pitch === rowBytes && !flip) return frame;
  for (let row = 0; row < rows; row++) {
    const target = (flip ? rows - 1 - row : row) * pitch;
    frame.copy(stored, target, row * rowBytes, (row + 1) * rowBytes);
  }
  return stored;
}
