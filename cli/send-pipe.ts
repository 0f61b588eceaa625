import { setTimeout as sleep } from 'node:timers/promises';

import { PipeSender } from '../engine/index';
import { dxgiFormats, type DxgiFormatName } from '../protocol/dxgi';
import type { Size } from './options';
import { endSignal } from './pace';
import { createPattern, type PatternName } from './patterns/patterns';
import { print } from './text';

interface PipeJob {
  readonly size: Size;
  readonly format: DxgiFormatName;
  readonly flip?: true;
  readonly pad: number;
  readonly pattern: PatternName;
  readonly fps: number;
  readonly frames: number;
}

/** A steady rate as long as the viewers keep up with it; then theirs. 0 = as fast as it goes. */
export async function sendOverPipe(name: string, job: PipeJob): Promise<void> {
  const { size, format, flip = false, fps, frames } = job;
  const { number, bytesPerPixel } = dxgiFormats[format];
  const pitch = size.width * bytesPerPixel + job.pad;
  const pattern = createPattern(job.pattern, { ...size, pitch, format, flip });
  const signal = endSignal();
  const sender = await PipeSender.listen(name);
  let sent = 0;
  try {
    print(`${sender.name}  ${size.width}x${size.height} ${format}, pitch ${pitch}`);
    const interval = fps > 0 ? 1000 / fps : 0;
    let due = performance.now();
    while (sent < frames && !signal.aborted) {
      await sender.send({ ...size, format: number, pitch, flip }, pattern.next(sent + 1), signal).catch(ignoreAbort);
      if (signal.aborted) break;
      sent += 1;
      due = Math.max(due + interval, performance.now() - interval);
      await sleep(Math.max(0, due - performance.now()), undefined, { signal }).catch(ignoreAbort);
    }
    print(`${sent} frames sent`);
  } finally {
    sender.close();
  }
}

function ignoreAbort(thrown: unknown): void {
  if ((thrown as Error).name !== 'AbortError') throw thrown;
}
