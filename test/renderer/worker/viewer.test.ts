import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FrameHeader } from '../../../protocol/frame';
import { ringHeaderBytes, ringSlotBytes, type StreamToSender, type StreamToViewer } from '../../../protocol/stream';
import { prepareRing, type Ring } from '../../../renderer/worker/ring';
import { Viewer } from '../../../renderer/worker/viewer';
import { headerOf, MemoryFile, pixelsOf } from './support';

type Frame = Extract<StreamToViewer, { kind: 'frame' }>;

/** A viewer before a sender that the test plays, on a canvas that remembers what was drawn. */
function setUp(createRing: (frameBytes: number) => Promise<Ring> = noRing) {
  const said: StreamToSender[] = [];
  const drawn: { width: number; height: number; pixels: Uint8Array }[] = [];
  const reported: FrameHeader[] = [];
  const viewer = new Viewer({
    canvas: {
      // Row by row, as the real one goes strip by strip.
      paint: (width, height, source) => {
        const pixels = new Uint8ClampedArray(width * height * 4);
        for (let y = 0; y < height; y++) {
          const problem = source(pixels.subarray(y * width * 4, (y + 1) * width * 4), y * width * 4);
          if (problem !== null) return problem;
        }
        drawn.push({ width, height, pixels: Uint8Array.from(pixels) });
        return null;
      },
    },
    post: (message) => said.push(message),
    createRing,
    onDrawn: (header) => reported.push(header),
    onClock: () => {},
  });
  return { viewer, said, drawn, reported };
}

function noRing(): Promise<Ring> {
  return Promise.reject(new Error('no file system here'));
}

/** What the viewer does on its own time, done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function frame(change: Partial<FrameHeader>, more: Partial<Frame> = {}): Frame {
  return { kind: 'frame', slot: 1, header: headerOf(change), ...more };
}

test('a frame with pixels is drawn whole, and its credit comes back with the time that it took', () => {
  const { viewer, said, drawn, reported } = setUp();
  const pixels = pixelsOf(32, 3);
  viewer.receive(frame({ sequence: 9 }, { pixels }));
  assert.deepEqual(drawn, [{ width: 4, height: 2, pixels }]);
  assert.equal(reported[0]?.sequence, 9);
  const [credit] = said;
  assert.ok(credit?.kind === 'credit' && credit.slot === 1 && credit.heldMs >= 0);
  assert.equal(said.length, 1);
});

test('a new size is drawn at that size', () => {
  const { viewer, drawn } = setUp();
  viewer.receive(frame({}, { pixels: pixelsOf(32, 1) }));
  viewer.receive(frame({ width: 2, height: 3 }, { pixels: pixelsOf(24, 2) }));
  assert.deepEqual(
    drawn.map(({ width, height }) => [width, height]),
    [
      [4, 2],
      [2, 3],
    ],
  );
});

for (const [what, message, reason] of [
  ['too few pixels', frame({}, { pixels: pixelsOf(31, 1) }), /found 31 bytes of pixels, expected 32/],
  ['too many pixels', frame({}, { pixels: pixelsOf(36, 1) }), /found 36 bytes/],
  ['no pixels and no ring', frame({}), /no ring/],
  ['a size of zero', frame({ width: 0 }, { pixels: new Uint8Array(0) }), /size of 0 x 2/],
  ['a broken size', frame({ height: 1.5 }, { pixels: pixelsOf(24, 1) }), /size of 4 x 1.5/],
  ['a part of the source', frame({ covers: { x: 0, y: 1, width: 4, height: 1 } }), /part of the source/],
  ['a scaled picture', frame({ scale: 2 }), /part of the source/],
] as const) {
  test(`${what}: rejected, nothing is drawn, the slot goes back`, () => {
    const { viewer, said, drawn, reported } = setUp();
    viewer.receive(message);
    assert.deepEqual([drawn.length, reported.length, said.length], [0, 0, 1]);
    const [rejected] = said;
    assert.ok(rejected?.kind === 'rejected' && rejected.slot === 1);
    assert.match(rejected.reason, reason);
  });
}

test('a canvas that cannot hold the picture is a rejection, not the end of the stream', () => {
  const { viewer, said, drawn } = setUp();
  viewer.receive(frame({ width: 2 ** 20, height: 2 ** 20, covers: { x: 0, y: 0, width: 2 ** 20, height: 2 ** 20 } }));
  viewer.receive(frame({}, { pixels: pixelsOf(32, 1) }));
  assert.deepEqual(
    said.map(({ kind }) => kind),
    ['rejected', 'credit'],
  );
  assert.match(said[0]?.kind === 'rejected' ? said[0].reason : '', /more than a canvas holds/);
  assert.equal(drawn.length, 1);
});

test('from the ring: the slot that the message names, after the ring was offered', async () => {
  const file = new MemoryFile();
  const { viewer, said, drawn } = setUp((bytes) => prepareRing(file, bytes, () => Promise.resolve()));
  viewer.receive({ kind: 'prepare', frameBytes: 32, wantRing: true });
  await settled();
  const [offer] = said;
  assert.ok(offer?.kind === 'ring');
  viewer.receive({ kind: 'transport', transport: { name: 'ring', reason: null } });
  const picture = pixelsOf(32, 77);
  file.bytes.set(picture, ringHeaderBytes + 2 * offer.slotBytes);
  viewer.receive(frame({}, { slot: 2 }));
  assert.deepEqual(drawn[0]?.pixels, picture);
  assert.equal(said.at(-1)?.kind, 'credit');
});

test('a ring that was cut short is not drawn', async () => {
  const file = new MemoryFile();
  const { viewer, said, drawn } = setUp((bytes) => prepareRing(file, bytes, () => Promise.resolve()));
  viewer.receive({ kind: 'prepare', frameBytes: 32, wantRing: true });
  await settled();
  file.bytes = file.bytes.slice(0, ringHeaderBytes + ringSlotBytes(32) + 8);
  viewer.receive(frame({}));
  const last = said.at(-1);
  assert.ok(last?.kind === 'rejected');
  assert.match(last.reason, /read 8 bytes of the ring, expected 16/);
  assert.equal(drawn.length, 0);
});

test('no ring is made where none is wanted, and its lack is told with the reason', async () => {
  let made = 0;
  const { viewer, said } = setUp(() => {
    made += 1;
    return noRing();
  });
  viewer.receive({ kind: 'prepare', frameBytes: 32, wantRing: false });
  await settled();
  assert.equal(made, 0);
  viewer.receive({ kind: 'prepare', frameBytes: 32, wantRing: true });
  await settled();
  assert.deepEqual(
    said.map((message) => message.kind === 'no-ring' && message.reason),
    ['the sender did not ask for a ring', 'no file system here'],
  );
});

test('a larger source: the old ring is closed before the new one is made; another transport closes the last', async () => {
  const steps: string[] = [];
  const { viewer } = setUp((bytes) => {
    steps.push(`make ${bytes}`);
    return prepareRing(new MemoryFile(), bytes, () => {
      steps.push(`close ${bytes}`);
      return Promise.resolve();
    });
  });
  viewer.receive({ kind: 'prepare', frameBytes: 32, wantRing: true });
  viewer.receive({ kind: 'prepare', frameBytes: 64, wantRing: true });
  await settled();
  assert.deepEqual(steps, ['make 32', 'close 32', 'make 64']);
  viewer.receive({ kind: 'transport', transport: { name: 'port', reason: 'not found' } });
  await settled();
  await viewer.close();
  assert.deepEqual(steps.slice(3), ['close 64']);
});

test('while nobody can see it nothing is drawn and no credit given; shown again, the newest is drawn at once', () => {
  const { viewer, said, drawn } = setUp();
  viewer.setShown(false);
  for (const slot of [0, 1, 2]) viewer.receive(frame({ sequence: slot + 1 }, { slot, pixels: pixelsOf(32, slot) }));
  assert.deepEqual([said, drawn], [[], []]);
  viewer.setShown(true);
  assert.deepEqual(drawn, [{ width: 4, height: 2, pixels: pixelsOf(32, 2) }]);
  assert.deepEqual(
    said.map((message) => [message.kind, 'slot' in message && message.slot]),
    [
      ['rejected', 0],
      ['rejected', 1],
      ['credit', 2],
    ],
  );
  viewer.setShown(true);
  viewer.receive(frame({ sequence: 4 }, { slot: 0, pixels: pixelsOf(32, 4) }));
  assert.equal(drawn.length, 2);
});

test('frames of slots that are no more are not drawn when the page is shown again', async () => {
  const { viewer, said, drawn } = setUp();
  viewer.setShown(false);
  viewer.receive(frame({ sequence: 1 }, { pixels: pixelsOf(32, 1) }));
  viewer.receive({ kind: 'prepare', frameBytes: 64, wantRing: false });
  await settled();
  viewer.setShown(true);
  assert.deepEqual(drawn, []);
  assert.deepEqual(
    said.map(({ kind }) => kind),
    ['no-ring'],
  );
});
