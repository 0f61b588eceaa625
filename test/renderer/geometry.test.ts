import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clampPan, place, visiblePart, type View } from '../../renderer/geometry';

const view: View = { width: 960, height: 600, pixelRatio: 1 };
const middle = { x: 0, y: 0 };

test('fitted: as large as it goes, in the middle, shrunk or enlarged', () => {
  assert.deepEqual(place({ width: 1920, height: 1080 }, view, 'fit', middle), {
    left: 0,
    top: 30,
    width: 960,
    height: 540,
    scale: 0.5,
    slack: { x: 0, y: 0 },
  });
  assert.equal(place({ width: 96, height: 60 }, view, 'fit', middle).scale, 10);
});

test('1:1: one source pixel is one device pixel, also on a display with another scale', () => {
  const dense: View = { ...view, pixelRatio: 1.5 };
  const { left, top, width, height, scale } = place({ width: 640, height: 361 }, dense, 'actual-size', middle);
  assert.equal(scale, 1);
  for (const [css, device] of [
    [width, 640],
    [height, 361],
  ] as const)
    assert.ok(Math.abs(css * 1.5 - device) < 1e-9);
  // Both corners stand on whole device pixels: otherwise every pixel would be blurred.
  for (const edge of [left, top]) assert.ok(Math.abs(edge * 1.5 - Math.round(edge * 1.5)) < 1e-9);
});

test('larger than its view: moves as far as its edge and no further', () => {
  const source = { width: 1920, height: 1080 };
  const { slack } = place(source, view, 'actual-size', middle);
  assert.deepEqual(slack, { x: 480, y: 240 });
  const topLeft = place(source, view, 'actual-size', { x: 9999, y: 9999 });
  assert.deepEqual([topLeft.left, topLeft.top], [0, 0]);
  const bottomRight = place(source, view, 'actual-size', { x: -9999, y: -9999 });
  assert.deepEqual([bottomRight.left + 1920, bottomRight.top + 1080], [960, 600]);
});

test('what fits its view does not move', () => {
  const { left, top } = place({ width: 100, height: 100 }, view, 'actual-size', { x: 300, y: -300 });
  assert.deepEqual([left, top], [430, 250]);
  assert.deepEqual(clampPan({ x: 3, y: -3 }, { x: 0, y: 1 }), { x: 0, y: -1 });
});

test('the visible part ends where the view or the picture does', () => {
  const large = place({ width: 1920, height: 500 }, view, 'actual-size', middle);
  assert.deepEqual(visiblePart(large, view), { left: 0, top: 50, width: 960, height: 500 });
});
