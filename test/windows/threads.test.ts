import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'node:test';
import { Worker } from 'node:worker_threads';

import { loadNative } from '../../native/index';
import { root } from '../support/paths';
import { Producer } from './producer';

const addon = join(root, 'out', 'native', 'win32-x64', 'framelatch.node');

/** A thread that loads the addon by itself and ends without closing its reader. */
const body = `
const { parentPort, workerData } = require('node:worker_threads');
const { SourceReader } = require(workerData.addon);
const buffer = new ArrayBuffer(64 * 48 * 4);
const reader = new SourceReader({ name: workerData.name, alpha: 'opaque', stallAfterMs: 1000 }, {
  onFrame: ({ header }) => { parentPort.postMessage(header.width); process.exit(); },
  onStatus: () => {},
});
reader.useBuffers([buffer]);`;

test('each thread has its own addon, which goes with it; the process lives on', async () => {
  const producer = await Producer.start('capture', 'CaptureHook', '3040');
  const name = 'CaptureHook_HookInfo3040';
  for (let round = 0; round < 3; ++round) {
    const workers = [1, 2].map(() => new Worker(body, { eval: true, workerData: { addon, name } }));
    const widths = await Promise.all(
      workers.map(async (worker) => {
        const [width] = (await once(worker, 'message')) as [number];
        if (worker.threadId > 0) await once(worker, 'exit');
        return width;
      }),
    );
    assert.deepEqual(widths, [64, 64]);
  }
  await producer.kill();
  await assert.rejects(loadNative().inspect({ name }), { code: 'mapping-missing' }, 'nobody kept a handle');
});
