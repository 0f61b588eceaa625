import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { FramelatchError } from '../protocol/errors';
import type { PngReply, PngRequest } from './png-worker';

/** `out/worker/png-worker.cjs`, beside whichever bundle this is. */
function workerPath(): string {
  for (const up of ['..', '../..', '../../..']) {
    const path = join(__dirname, up, 'worker', 'png-worker.cjs');
    if (existsSync(path)) return path;
  }
  return join(__dirname, '..', 'worker', 'png-worker.cjs');
}

/**
 * Encodes RGBA8 (top row first, no padding) as an 8-bit PNG, in a thread of its own: a 4K picture takes a second.
 * @throws FramelatchError `internal`
 */
export function encodePng(picture: Omit<PngRequest, 'kind'>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(), { workerData: picture });
    const fail = (reason: string) =>
      reject(
        new FramelatchError({
          code: 'internal',
          operation: 'encode',
          target: 'PNG',
          reason,
          next: 'Please report this with the size of the picture.',
        }),
      );
    worker.once('message', (reply: PngReply) => resolve(reply.png));
    worker.once('error', (error) => fail(error.message));
    worker.once('exit', (code) => fail(`the encoder ended with code ${code}`));
  });
}
