import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { plain, writer } from '../native/support';
import { startPythonProducer, uniqueId } from '../support/processes';
import { engine, until } from './support';

test('a session is told what it is, at once and as it changes', async (context) => {
  const id = uniqueId();
  const session = await engine(context).openSource(String(id));
  assert.deepEqual(session.update().state, { kind: 'searching', name: `CaptureHook_HookInfo${id}` });
  const kinds: string[] = [];
  const stop = session.onUpdate(({ state }) => {
    if (state.kind !== kinds.at(-1)) kinds.push(state.kind);
  });
  const source = writer(context, id);
  await until(() => kinds.at(-1) === 'waiting-for-first-frame');
  // Held up for a second right after it, this process would see it stalled already.
  while (!kinds.includes('live')) {
    source.publish(plain(1));
    await sleep(50);
  }
  await until(() => kinds.at(-1) === 'stalled');
  source.close();
  await until(() => kinds.at(-1) === 'producer-gone');
  stop();
  assert.deepEqual(kinds, ['searching', 'waiting-for-first-frame', 'live', 'stalled', 'producer-gone']);
  assert.deepEqual(
    session.update().events.map(({ kind }) => kind),
    ['opened', 'stalled', 'producer-gone'],
  );
});

test('a picture beside the stream is the source’s, and without one there is an error that says so', async (context) => {
  const source = writer(context, uniqueId());
  const session = await engine(context).openSource(source.hookInfoName);
  await until(() => session.update().state.kind === 'waiting-for-first-frame');
  await assert.rejects(session.capture(), { code: 'no-frame' });
  source.publish(plain(33));
  const { header, pixels } = await session.capture('stored');
  assert.equal(pixels.byteLength, header.width * header.height * 4);
  assert.ok(pixels.every((byte) => byte === 33));
});

test('a producer that dies under the lock leaves the last whole picture', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id, '--width', '64', '--height', '48');
  const session = await engine(context).openSource(String(id));
  await source.ask('frame 01010100');
  await until(() => session.reader.status().counters.published === 1);
  source.child.stdin?.write('die\n');
  await source.ended();
  await until(() => session.update().state.kind === 'producer-gone');
  const { header, pixels } = await session.capture('stored');
  assert.equal(header.suspect, false);
  assert.ok(new Uint32Array(pixels.buffer, 0, 64 * 48).every((pixel) => pixel === 0x00010101));
});

test('rates and latency are those of what was seen and drawn', async (context) => {
  const source = writer(context, uniqueId());
  const session = await engine(context).openSource(source.hookInfoName);
  session.reader.useBuffers([new ArrayBuffer(64 * 48 * 4)]);
  session.setFrameListener(({ slot }) => {
    session.reader.release(slot);
    session.noteDrawn(4);
  });
  const timer = setInterval(() => source.publish(plain(1)), 20);
  await until(() => session.update().sourceFps > 25 && session.update().drawnFps > 25);
  clearInterval(timer);
  const { sourceFps, drawnFps, latencyMs } = session.update();
  assert.ok(sourceFps < 60 && drawnFps < 60, `${sourceFps} and ${drawnFps} of at most 50`);
  assert.equal(latencyMs, 4);
});

test('the engine’s end closes its sessions', async (context) => {
  const source = writer(context, uniqueId());
  const opened = engine(context);
  const session = await opened.openSource(source.hookInfoName);
  opened.close();
  assert.throws(() => session.update(), { reason: /closed/ });
  session.close();
});
