import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ContentPace, pauseAfter } from '../../engine/content/pace';

test('looking takes a tenth of a core at most while content changes', () => {
  assert.equal(pauseAfter(0.1, 0), 50);
  assert.equal(pauseAfter(100, 4999), 900);
});

test('content at rest is looked at ever more rarely, down to a 250th of a core', () => {
  assert.equal(pauseAfter(100, 5000), 900);
  assert.equal(pauseAfter(100, 6000), 1900);
  for (const costMs of [0.01, 0.2, 1, 30, 400]) {
    for (const quietMs of [12_000, 60_000, 1e9]) {
      const pauseMs = pauseAfter(costMs, quietMs);
      assert.ok(costMs / (costMs + pauseMs) <= 1 / 250, `${costMs} ms in ${pauseMs} ms`);
      assert.ok(pauseMs <= Math.max(50, 250 * costMs), 'and no rarer than that');
    }
  }
});

test('a look that waited is no dear one', () => {
  const pace = new ContentPace();
  pace.begin();
  assert.ok(pace.end(true) >= 50);
  assert.ok(Number.isFinite(pace.end(false)));
});
