import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeFrameHeader, encodeFrameHeader, type FrameHeader, frameHeaderBytes } from '../../protocol/frame';

const header: FrameHeader = {
  sequence: 2 ** 40,
  width: 1920,
  height: 1080,
  format: 87,
  buffer: 2,
  mapId: 2 ** 32 - 1,
  acquiredAtMonotonicNs: 2n ** 63n + 1n,
  lockHeldNs: 1_200_000,
  suspect: true,
  contended: 3,
  overtaken: 4,
  covers: { x: 10, y: 20, width: 640, height: 480 },
  scale: 2,
  changedRows: [5, 475],
  picture: { uniform: [255, 1, 0], alphaZero: true, unwrittenBytes: 2 ** 33, unchangedForMs: 62_900 },
};

function encoded(change: Partial<FrameHeader> = {}, slot = 1): DataView {
  const view = new DataView(new ArrayBuffer(frameHeaderBytes));
  encodeFrameHeader({ ...header, ...change }, slot, view);
  return view;
}

test('a header comes back as it was, whatever is in it', () => {
  const ordinary = { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 };
  const black = { uniform: [0, 0, 0], alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 } as const;
  const changes: readonly Partial<FrameHeader>[] = [
    {},
    { buffer: 0 },
    { suspect: false, picture: ordinary },
    { picture: black },
    { lockHeldNs: null },
    { lockHeldNs: 0 },
  ];
  for (const change of changes) {
    assert.deepEqual(decodeFrameHeader(encoded(change, 7)), { header: { ...header, ...change }, slot: 7 });
  }
});

test('bytes that no sender means are refused', () => {
  const broken: readonly ((view: DataView) => void)[] = [
    (view) => view.setUint32(0, 1, true),
    (view) => view.setFloat64(8, Number.NaN, true),
    (view) => view.setFloat64(8, -1, true),
    (view) => view.setUint32(36, 8, true),
    (view) => view.setFloat64(48, -2, true),
    (view) => view.setFloat64(48, Number.POSITIVE_INFINITY, true),
    (view) => view.setUint32(64, 1900, true),
    (view) => view.setUint32(76, 2 ** 32 - 1, true),
    (view) => view.setFloat64(80, 0, true),
    (view) => view.setUint32(92, 476, true),
    (view) => view.setFloat64(104, 0.5, true),
  ];
  for (const [index, breakIt] of broken.entries()) {
    const view = encoded();
    breakIt(view);
    assert.throws(() => decodeFrameHeader(view), RangeError, `case ${index}`);
  }
  assert.throws(() => decodeFrameHeader(new DataView(encoded().buffer, 0, frameHeaderBytes - 1)), RangeError);
});
