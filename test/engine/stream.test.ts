import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { attachStream, type Session, type StreamOptions } from '../../engine/index';
import { ringHeaderBytes, ringSlotBytes, ringSlots } from '../../protocol/stream';
import { frameBytes, plain, writer } from '../native/support';
import { atEnd } from '../support/cleanup';
import { uniqueId } from '../support/processes';
import { engine, FakeViewer, until } from './support';

async function streaming(context: TestContext, options: StreamOptions) {
  const source = writer(context, uniqueId());
  const session = await engine(context).openSource(source.hookInfoName);
  const viewer = new FakeViewer();
  const detach = attachStream(session, viewer, options);
  viewer.say({ kind: 'ready' });
  const prepare = await viewer.next('prepare');
  return { source, session, viewer, detach, prepare };
}

/** Publishes and waits until the reader has noticed. */
async function publish(source: ReturnType<typeof writer>, session: Session, value: number): Promise<void> {
  const before = session.update().counters.published;
  source.publish(plain(value));
  await until(() => session.update().counters.published > before);
}

test('without a ring the pixels come with the messages, one for each credit', async (context) => {
  const { source, session, viewer, prepare } = await streaming(context, { ringFolder: null, forced: null });
  assert.deepEqual(prepare, { kind: 'prepare', frameBytes, wantRing: false });
  viewer.say({ kind: 'no-ring', reason: 'not here' });
  assert.deepEqual((await viewer.next('transport')).transport, { name: 'port', reason: 'not here' });
  await publish(source, session, 9);
  const first = await viewer.next('frame');
  assert.equal(first.pixels?.byteLength, frameBytes);
  assert.deepEqual([...first.pixels!.subarray(0, 4)], [9, 9, 9, 255]);
  // Credit for as many as there are buffers, then nothing more until one comes back.
  await publish(source, session, 10);
  await publish(source, session, 11);
  await until(() => viewer.received.length === 2);
  await publish(source, session, 12);
  await publish(source, session, 13);
  assert.equal(viewer.received.length, 2);
  viewer.received.length = 0;
  viewer.say({ kind: 'credit', slot: first.slot, heldMs: 1 });
  const newest = await viewer.next('frame');
  assert.equal(newest.pixels?.[0], 13);
  assert.equal(newest.header.overtaken, 1);
});

test('a credit that was never given does no harm', async (context) => {
  const { source, session, viewer } = await streaming(context, { ringFolder: null, forced: 'port' });
  viewer.say({ kind: 'no-ring', reason: 'forced' });
  assert.deepEqual((await viewer.next('transport')).transport, { name: 'port', reason: null });
  for (const slot of [0, 1, 2, 3, -1, 1e9, Number.NaN]) viewer.say({ kind: 'credit', slot, heldMs: 1 });
  for (const slot of [-1, 1e9]) viewer.say({ kind: 'rejected', slot, reason: 'no' });
  await publish(source, session, 5);
  assert.equal((await viewer.next('frame')).header.sequence, 1);
});

test('through a ring the pixels lie in its slots', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-ring-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const { source, session, viewer, prepare } = await streaming(context, { ringFolder: folder, forced: null });
  assert.equal(prepare.wantRing, true);
  const slotBytes = ringSlotBytes(frameBytes);
  const fileBytes = ringHeaderBytes + ringSlots * slotBytes;
  const token = '5a'.repeat(16);
  const path = join(folder, 'ring');
  const file = openSync(path, 'w');
  ftruncateSync(file, fileBytes);
  writeSync(file, Buffer.from(token, 'hex'), 0, 16, 0);
  closeSync(file);
  viewer.say({ kind: 'ring', token, fileBytes, slotBytes });
  assert.deepEqual((await viewer.next('transport')).transport, { name: 'ring', reason: null });
  await publish(source, session, 77);
  const frame = await viewer.next('frame');
  assert.equal(frame.pixels, undefined);
  const at = ringHeaderBytes + frame.slot * slotBytes;
  assert.deepEqual([...readFileSync(path).subarray(at, at + 8)], [77, 77, 77, 255, 77, 77, 77, 255]);
});

test('a ring that is not there is replaced by buffers, with the reason', async (context) => {
  const { viewer } = await streaming(context, { ringFolder: tmpdir(), forced: null });
  viewer.say({ kind: 'ring', token: '00'.repeat(16), fileBytes: 1, slotBytes: ringSlotBytes(frameBytes) });
  const { transport } = await viewer.next('transport');
  assert.equal(transport.name, 'port');
  assert.match(transport.reason ?? '', /not found/);
});

test('a source that outgrows the slots asks for new ones', async (context) => {
  const { source, session, viewer } = await streaming(context, { ringFolder: null, forced: null });
  viewer.say({ kind: 'no-ring', reason: 'not here' });
  await viewer.next('transport');
  source.resize(128, 96);
  assert.equal((await viewer.next('prepare')).frameBytes, 128 * 96 * 4);
  viewer.say({ kind: 'no-ring', reason: 'not here' });
  await viewer.next('transport');
  const before = session.update().counters.published;
  source.publish(new Uint8Array(128 * 96 * 4).fill(4));
  await until(() => session.update().counters.published > before);
  assert.equal((await viewer.next('frame')).header.width, 128);
});

test('a viewer that closes takes its stream with it; a session closed first is no error', async (context) => {
  const { source, session, viewer, detach } = await streaming(context, { ringFolder: null, forced: null });
  viewer.say({ kind: 'no-ring', reason: 'not here' });
  await viewer.next('transport');
  viewer.close();
  viewer.received.length = 0;
  await publish(source, session, 1);
  assert.deepEqual(viewer.received, []);
  session.close();
  detach();
});

test('what a viewer says before the size is known, or again and again, is no work and no end', async (context) => {
  const session = await engine(context).openSource(`CaptureHook_HookInfo${uniqueId()}`);
  const viewer = new FakeViewer();
  attachStream(session, viewer, { ringFolder: tmpdir(), forced: null });
  for (let count = 0; count < 2000; count++) {
    viewer.say({ kind: 'no-ring', reason: 'too early' });
    viewer.say({ kind: 'ring', token: '0'.repeat(32), fileBytes: 8192, slotBytes: 0 });
    viewer.say({ kind: 'ready' });
  }
  assert.deepEqual(viewer.received, []);
  assert.equal(session.update().state.kind, 'searching');
});

test('each size is prepared once and its answer taken once, however often a viewer says it', async (context) => {
  const { source, session, viewer } = await streaming(context, { ringFolder: null, forced: null });
  for (let count = 0; count < 1000; count++) viewer.say({ kind: 'ready' });
  for (let count = 0; count < 1000; count++) viewer.say({ kind: 'no-ring', reason: `${count}` });
  assert.deepEqual((await viewer.next('transport')).transport, { name: 'port', reason: '0' });
  assert.deepEqual(viewer.received, []);
  await publish(source, session, 3);
  assert.equal((await viewer.next('frame')).pixels?.[0], 3);
});

test('a flood of clock questions is answered now and then', async (context) => {
  const { viewer } = await streaming(context, { ringFolder: null, forced: null });
  for (let count = 0; count < 5000; count++) viewer.say({ kind: 'clock', askedAtMs: count });
  assert.ok(viewer.received.length > 0 && viewer.received.length < 500, `${viewer.received.length} answers`);
});

test('a declared size that no canvas holds is that session’s failure', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-stream-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const path = join(folder, 'huge.raw');
  const file = openSync(path, 'w');
  ftruncateSync(file, 20_000 * 20_000 * 4);
  closeSync(file);
  const session = await engine(context).openSource(`${path} as raw 20000x20000 B8G8R8A8_UNORM`);
  const viewer = new FakeViewer();
  attachStream(session, viewer, { ringFolder: null, forced: null });
  viewer.say({ kind: 'ready' });
  await until(() => session.update().state.kind === 'failed');
  const { state } = session.update();
  assert.equal(state.kind === 'failed' && state.error.code, 'picture-too-large');
  assert.deepEqual(viewer.received, []);
});

test('a channel that throws ends its stream and says so of its session', async (context) => {
  const { source, session, viewer } = await streaming(context, { ringFolder: null, forced: null });
  viewer.say({ kind: 'no-ring', reason: 'not here' });
  await viewer.next('transport');
  viewer.post = () => {
    throw new Error('the port is broken');
  };
  source.publish(plain(1));
  await until(() => session.update().state.kind === 'failed');
  const { state } = session.update();
  assert.match((state.kind === 'failed' && state.error.reason) || '', /the port is broken/);
});
