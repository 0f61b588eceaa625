import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isVisible, smallestSize, validBounds } from '../../electron/bounds';

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const window = { x: 100, y: 100, width: 1280, height: 720 };

test('bounds from a file have four whole numbers and a usable size', () => {
  assert.deepEqual(validBounds({ ...window, more: 1 }), window);
  for (const bad of [null, 'x', [], {}, { ...window, x: 0.5 }, { ...window, y: '1' }, { ...window, width: Infinity }]) {
    assert.equal(validBounds(bad), null);
  }
  assert.equal(validBounds({ ...window, width: smallestSize.width - 1 }), null);
  assert.equal(validBounds({ ...window, height: -5 }), null);
});

test('a window counts as visible when a part that can be dragged lies on the display', () => {
  assert.equal(isVisible(window, area), true);
  assert.equal(isVisible({ ...window, x: 1820 }, area), true);
  assert.equal(isVisible({ ...window, x: 1821 }, area), false);
  assert.equal(isVisible({ ...window, x: -1180 }, area), true);
  assert.equal(isVisible({ ...window, x: -1181 }, area), false);
  assert.equal(isVisible({ ...window, y: 5000 }, area), false);
});
