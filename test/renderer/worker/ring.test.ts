import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ringHeaderBytes, ringSlots, ringTokenBytes } from '../../../protocol/stream';
import { prepareRing } from '../../../renderer/worker/ring';
import { MemoryFile, pixelsOf } from './support';

const nothing = () => Promise.resolve();

test('the file has the header, whole pages for each slot, and the offered token at its start, flushed', async () => {
  const file = new MemoryFile();
  const { offer } = await prepareRing(file, 5000, nothing);
  assert.deepEqual(
    [offer.slotBytes, offer.fileBytes, file.bytes.length],
    [8192, ringHeaderBytes + ringSlots * 8192, ringHeaderBytes + ringSlots * 8192],
  );
  assert.equal(Buffer.from(file.bytes.subarray(0, ringTokenBytes)).toString('hex'), offer.token);
  assert.notEqual(offer.token, '00'.repeat(ringTokenBytes));
  assert.equal(file.flushes, 1);
});

test('two rings have different tokens', async () => {
  const [first, second] = await Promise.all([1, 2].map(() => prepareRing(new MemoryFile(), 16, nothing)));
  assert.notEqual(first?.offer.token, second?.offer.token);
});

test('reading stays inside of a slot', async () => {
  const file = new MemoryFile();
  const ring = await prepareRing(file, 4096, nothing);
  file.bytes.fill(1, ringHeaderBytes, ringHeaderBytes + 4096);
  file.bytes.set(pixelsOf(4096, 5), ringHeaderBytes + 4096);
  const target = new Uint8ClampedArray(4096);
  assert.equal(ring.read(1, target, 0), null);
  assert.deepEqual(new Uint8Array(target.buffer), pixelsOf(4096, 5));
  assert.equal(ring.read(1, target.subarray(0, 96), 4000), null);
  assert.deepEqual(new Uint8Array(target.buffer, 0, 96), pixelsOf(4096, 5).subarray(4000));
  assert.match(ring.read(0, new Uint8ClampedArray(4100), 0) ?? '', /4100 bytes in a slot of 4096/);
  assert.match(ring.read(0, target, 4) ?? '', /4100 bytes in a slot of 4096/);
  for (const slot of [-1, ringSlots, 0.5, NaN]) assert.match(ring.read(slot, target, 0) ?? '', /slot/);
});
