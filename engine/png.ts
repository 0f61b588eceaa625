import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { builtFolder } from '../native/built-folder';
import { FramelatchError } from '../protocol/errors';
import type { PngReply, PngRequest } from './png-worker';

function workerPath(): string {
  return join(builtFolder(), 'worker', 'png-worker.cjs');
}

/**
 * Encodes RGBA8 (top row first, no padding) as an 8-bit PNG, in a thread of its own: a 4K picture takes a second.
 * @throws FramelatchError `no-descriptors`, `no-memory`, `internal`
 */
export function encodePng(picture: Omit<PngRequest, 'kind'>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(), { workerData: picture });
    worker.once('message', (reply: PngReply) => resolve(reply.png));
    worker.once('error', (error) => reject(encodingError(error)));
    worker.once('exit', (code) => reject(encodingError(new Error(`the encoder ended with code ${code}`))));
  });
}

/** Why the encoder's thread failed; the system's limits are told from a fault of ours. */
function encodingError({ message, code }: NodeJS.ErrnoException): FramelatchError {
  const info = { operation: 'encode', target: 'PNG', reason: message };
  if (/\bE[MN]FILE\b/.test(message)) {
    return new FramelatchError({
      ...info,
      code: 'no-descriptors',
      next: 'Raise the limit of open files (`ulimit -n`), or close what holds many.',
    });
  }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ERR_WORKER_INIT_FAILED') {
    return new FramelatchError({ ...info, code: 'no-memory', next: 'Free some memory and try again.' });
  }
  return new FramelatchError({ ...info, code: 'internal', next: 'Please report this with the size of the picture.' });
}
