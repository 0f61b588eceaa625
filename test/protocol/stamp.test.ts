import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readStamp, stampRows, stampWidth } from '../../protocol/stamp';
import { stampRow } from '../support/stamp';

for (const [frame, time] of [
  [0n, 0n],
  [1n, 2n],
  [0x8000000000000001n, 0x7fffffffffffffffn],
  [2n ** 64n - 1n, 2n ** 64n - 1n],
] as const) {
  test(`a stamp of ${frame} and ${time} comes back as it was written`, () => {
    const row = stampRow(frame, time);
    assert.equal(row.length, stampWidth * 4);
    assert.deepEqual(readStamp(row), { frame, releasedAtMonotonicNs: time });
  });
}

test('a grey block is no stamp', () => {
  const row = stampRow(5n, 6n);
  row.fill(127, 40 * 16, 41 * 16);
  assert.equal(readStamp(row), null);
});

test('the three stamps lie in rows of four that start at multiples of four, inside of the picture', () => {
  for (const height of [12, 720, 1080, 2160]) {
    const rows = stampRows(height);
    assert.deepEqual([rows[0], rows[1] % 4, rows[2]], [0, 0, height - 4]);
    assert.ok(rows[1] >= 4 && rows[1] + 4 <= rows[2]);
  }
});
