import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadNative } from '../../native/index';
import { uniqueId } from '../support/processes';
import { frameBytes, height, plain, Watched, width, writer } from './support';

test('frames come into the buffers that were given, opaque, and a released slot is used again', async (context) => {
  const source = writer(context, uniqueId());
  const watched = new Watched(context, source.hookInfoName);
  const buffer = new ArrayBuffer(frameBytes);
  watched.reader.useBuffers([buffer]);
  source.publish(plain(7));
  await watched.until(() => watched.frames.length === 1);
  assert.deepEqual([...new Uint8Array(buffer, 0, 8)], [7, 7, 7, 255, 7, 7, 7, 255]);
  const [first] = watched.frames;
  assert.equal(first?.slot, 0);
  assert.deepEqual(
    { ...first?.header, acquiredAtMonotonicNs: 0, lockHeldNs: 0 },
    {
      sequence: 1,
      width,
      height,
      format: 87,
      buffer: first?.header.buffer,
      mapId: source.mapId,
      acquiredAtMonotonicNs: 0,
      lockHeldNs: 0,
      suspect: false,
      contended: 0,
      overtaken: 0,
      covers: { x: 0, y: 0, width, height },
      scale: 1,
      changedRows: [0, height],
      picture: { uniform: [7, 7, 7], alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 },
    },
  );
  // No slot is free: these are overtaken, and the newest comes once there is one.
  for (const value of [8, 9]) {
    const { published } = watched.reader.status().counters;
    source.publish(plain(value));
    while (watched.reader.status().counters.published === published) await new Promise(setImmediate);
  }
  assert.equal(watched.frames.length, 1);
  watched.reader.release(0);
  await watched.until(() => watched.frames.length === 2);
  assert.equal(new Uint8Array(buffer)[0], 9);
  assert.deepEqual([watched.frames[1]?.header.sequence, watched.frames[1]?.header.overtaken], [2, 1]);
});

test('a frame that comes into buffers that were just replaced is not lost, nor counted twice', async (context) => {
  const source = writer(context, uniqueId());
  const watched = new Watched(context, source.hookInfoName);
  watched.reader.useBuffers([new ArrayBuffer(frameBytes)]);
  source.publish(plain(5));
  // This thread is busy: the frame is on its way to it when the buffers change.
  while (watched.reader.status().counters.delivered === 0);
  const buffer = new ArrayBuffer(frameBytes);
  watched.reader.useBuffers([buffer]);
  await watched.until(() => watched.frames.length === 1);
  assert.equal(new Uint8Array(buffer)[0], 5);
  assert.equal(watched.frames[0]?.header.sequence, 1);
  source.publish(plain(6));
  watched.reader.release(0);
  await watched.until(() => watched.frames.length === 2);
  assert.equal(watched.frames[1]?.header.sequence, 2);
  assert.equal(watched.reader.status().counters.delivered, 2);
});

test('buffers that cannot be written to are refused, and the reader goes on', async (context) => {
  const source = writer(context, uniqueId());
  const { reader } = new Watched(context, source.hookInfoName);
  const transferred = new ArrayBuffer(frameBytes);
  structuredClone(transferred, { transfer: [transferred] });
  assert.throws(() => reader.useBuffers([transferred]), { code: 'usage' });
  assert.throws(() => reader.useBuffers([]), { code: 'usage' });
  await assert.rejects(async () => reader.captureCurrent(transferred, { alpha: 'opaque', timeoutMs: 10 }), {
    code: 'usage',
  });
  source.publish(plain(3));
  const buffer = new ArrayBuffer(frameBytes);
  const header = await reader.captureCurrent(buffer, { alpha: 'stored', timeoutMs: 5000 });
  assert.equal(header?.width, width);
  assert.deepEqual([...new Uint8Array(buffer, 0, 4)], [3, 3, 3, 3]);
});

test('a buffer that is too small, and a locked one, give no picture', async (context) => {
  const source = writer(context, uniqueId());
  const watched = new Watched(context, source.hookInfoName);
  const index = source.publish(plain(1)) as 0 | 1;
  await watched.until(() => watched.reader.status().counters.published === 1);
  const small = await watched.reader.captureCurrent(new ArrayBuffer(8), { alpha: 'opaque', timeoutMs: 200 });
  assert.equal(small, null);
  assert.equal(source.holdLock(index), true);
  const locked = await watched.reader.captureCurrent(new ArrayBuffer(frameBytes), { alpha: 'opaque', timeoutMs: 50 });
  assert.equal(locked, null);
  source.dropLock(index);
});

test('the phases: searching, waiting, live, stalled, gone', async (context) => {
  const id = uniqueId();
  const watched = new Watched(context, `CaptureHook_HookInfo${id}`);
  assert.equal(watched.reader.status().phase, 'searching');
  const source = writer(context, id);
  await watched.until(() => watched.reader.status().phase === 'waiting');
  assert.equal(watched.reader.status().frameBytes, frameBytes);
  source.publish(plain(1));
  await watched.until(() => watched.statuses.some(({ phase }) => phase === 'live'));
  await watched.until(() => watched.reader.status().phase === 'stalled');
  source.close();
  await watched.until(() => watched.reader.status().phase === 'producer-gone');
  assert.equal(watched.reader.status().goneReason, 'mapping-removed');
  // The last picture is still there.
  const buffer = new ArrayBuffer(frameBytes);
  assert.ok(await watched.reader.captureCurrent(buffer, { alpha: 'opaque', timeoutMs: 10_000 }));
  assert.equal(new Uint8Array(buffer)[0], 1);
});

test('close is final and may be said twice', (context) => {
  const { reader } = new Watched(context, `CaptureHook_HookInfo${uniqueId()}`);
  reader.close();
  reader.close();
  assert.throws(() => reader.requestCurrent(), { code: 'internal', reason: /closed/ });
  assert.throws(() => reader.status(), { code: 'internal' });
});

test('what a listener throws surfaces, and the frames go on', async (context) => {
  const source = writer(context, uniqueId());
  const surfaced: unknown[] = [];
  const listener = (error: unknown) => surfaced.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', listener);
  const reader = loadNative().openReader(
    { name: source.hookInfoName },
    {
      onFrame: ({ slot }) => {
        reader.release(slot);
        throw new Error('from the listener');
      },
      onStatus: () => {},
    },
  );
  try {
    reader.useBuffers([new ArrayBuffer(frameBytes)]);
    for (const wanted of [1, 2]) {
      source.publish(plain(wanted));
      while (surfaced.length < wanted) await new Promise(setImmediate);
    }
    assert.match(String(surfaced[1]), /from the listener/);
  } finally {
    reader.close();
    process.removeListener('uncaughtException', listener);
    for (const other of others) process.on('uncaughtException', other);
  }
});
