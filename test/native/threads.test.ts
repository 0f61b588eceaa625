import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { loadNative } from '../../native/index';
import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';
import { finish, startPythonProducer, uniqueId } from '../support/processes';
import { frameBytes } from './support';

const addon = join(root, 'out', 'native', `${process.platform}-${process.arch}`, 'framelatch.node');

/** A thread that loads the addon by itself, streams, and never closes its reader. */
const body = `
const { parentPort, workerData } = require('node:worker_threads');
const { SourceReader } = require(workerData.addon);
const reader = new SourceReader({ name: workerData.name, alpha: 'opaque', stallAfterMs: 1000 }, {
  onFrame: ({ slot, header }) => {
    reader.release(slot);
    parentPort.postMessage(header.width);
    if (workerData.exits) process.exit();
  },
  onStatus: () => {},
});
reader.useBuffers([new ArrayBuffer(${frameBytes}), new ArrayBuffer(${frameBytes})]);`;

function reading(context: TestContext, name: string, exits: boolean): Worker {
  const worker = new Worker(body, { eval: true, workerData: { addon, name, exits } });
  atEnd(context, () => worker.terminate());
  return worker;
}

/** What this process has open. */
function held(): { descriptors: number; threads: number } {
  return { descriptors: readdirSync('/proc/self/fd').length, threads: readdirSync('/proc/self/task').length };
}

/** A worker that has ended may close its last descriptor a moment later; a leak never goes. */
async function assertNothingMoreThan(before: ReturnType<typeof held>): Promise<void> {
  const deadline = performance.now() + 30_000;
  const isMore = (now: ReturnType<typeof held>) => now.descriptors > before.descriptors || now.threads > before.threads;
  while (performance.now() < deadline && isMore(held())) await setTimeout(20);
  const now = held();
  // Less is no leak: a thread of the first round may have been ending still when it was counted.
  assert.ok(!isMore(now), `before ${JSON.stringify(before)}, now ${JSON.stringify(now)}`);
}

test('each thread has its own addon; one that ends or is ended in the middle of a stream leaves nothing behind', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id, '--width', '64', '--height', '48');
  await source.ask('frame 01020300');
  const name = `CaptureHook_HookInfo${id}`;
  loadNative();
  const round = async () => {
    const workers = [reading(context, name, true), reading(context, name, false)] as const;
    const widths = await Promise.all(workers.map(async (worker) => ((await once(worker, 'message')) as [number])[0]));
    assert.deepEqual(widths, [64, 64]);
    if (workers[0].threadId > 0) await once(workers[0], 'exit');
    await workers[1].terminate();
  };
  // The first opens what a process keeps for good.
  await round();
  const before = held();
  for (let rounds = 0; rounds < 5; ++rounds) await round();
  await assertNothingMoreThan(before);
});

test('opening and closing readers leaks no descriptor and no thread', async (context) => {
  const id = uniqueId();
  await startPythonProducer(context, id);
  const name = `CaptureHook_HookInfo${id}`;
  const open = async () => {
    const reader = loadNative().openReader({ name }, { onFrame: () => {}, onStatus: () => {} });
    reader.useBuffers([new ArrayBuffer(frameBytes)]);
    while (reader.status().phase === 'searching') await new Promise(setImmediate);
    reader.close();
  };
  await open();
  const before = held();
  for (let times = 0; times < 20; ++times) await open();
  await assertNothingMoreThan(before);
});

test('a process that ends with a running reader ends cleanly', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id);
  await source.ask('frame 01020300');
  const script = `
    const { SourceReader } = require(${JSON.stringify(addon)});
    const reader = new SourceReader({ name: 'CaptureHook_HookInfo${id}', alpha: 'opaque', stallAfterMs: 1000 }, {
      onFrame: () => process.exit(3), onStatus: () => {} });
    reader.useBuffers([new ArrayBuffer(1 << 20)]);`;
  const { code, stderr } = await finish(process.execPath, ['-e', script]);
  assert.deepEqual([code, stderr], [3, '']);
});
