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
