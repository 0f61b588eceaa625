import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codingOf, codingText, pictureRemarks } from '../../engine/explain-picture';
import { dxgiFormats, otherFormats } from '../../protocol/dxgi';

test('what is assumed of colours, or lost from them, is told by the format; ordinary ones say nothing', () => {
  const told = (format: number) => {
    const coding = codingOf(format, {});
    return coding && codingText(coding);
  };
  assert.equal(told(otherFormats.NV12), 'BT.709 limited range, assumed');
  assert.equal(told(dxgiFormats.R10G10B10A2_UNORM.number), 'sRGB, assumed');
  assert.equal(told(dxgiFormats.R16G16B16A16_FLOAT.number), 'scRGB, clipped to SDR');
  assert.equal(told(dxgiFormats.R32G32B32A32_FLOAT.number), 'scRGB, clipped to SDR');
  assert.equal(told(dxgiFormats.R16G16B16A16_UNORM.number), null);
  assert.equal(told(dxgiFormats.B8G8R8A8_UNORM.number), null);
});

test('a coding that was chosen is not assumed', () => {
  const coding = codingOf(otherFormats.NV12, { yuv: { matrix: 'bt601', range: 'full' } });
  assert.equal(coding && codingText(coding), 'BT.601 full range');
});

test('what keeps a picture from being seen is said in words', () => {
  const ordinary = { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 };
  assert.deepEqual(pictureRemarks(ordinary), []);
  assert.deepEqual(pictureRemarks({ ...ordinary, uniform: [0, 0, 0], alphaZero: true }), [
    'all black',
    'alpha 0 everywhere',
  ]);
  assert.deepEqual(pictureRemarks({ ...ordinary, uniform: [1, 2, 255] }), ['one colour #0102ff']);
  assert.deepEqual(pictureRemarks({ ...ordinary, unchangedForMs: 2999 }), []);
  assert.deepEqual(pictureRemarks({ ...ordinary, unchangedForMs: 62_900 }), ['unchanged for 62 s']);
  assert.deepEqual(pictureRemarks({ ...ordinary, unwrittenBytes: 5 }), ['5 bytes never written, shown as zero']);
});
