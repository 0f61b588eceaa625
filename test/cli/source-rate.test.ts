import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SourceRate } from '../../cli/source-rate';

interface Seen {
  readonly atMs: number;
  readonly overtaken?: number;
  readonly reopened?: number;
}

function note(rate: SourceRate, seen: readonly Seen[]): void {
  for (const { atMs, overtaken = 0, reopened = 0 } of seen) {
    rate.note({ acquiredAtMonotonicNs: BigInt(atMs) * 1_000_000n, overtaken }, reopened);
  }
}

/** Ten a second; the first stood there already, `sinceMs` before the second came. */
const tenASecond = (frames: number, sinceMs: number): Seen[] =>
  Array.from({ length: frames }, (_, index) => ({ atMs: 1000 + (index === 0 ? 100 - sinceMs : index * 100) }));

test('how long the first picture had been there is not known: it takes three frames, and the rate is exact then', () => {
  for (const sinceMs of [1, 50, 100]) {
    for (const [frames, wanted] of [
      [1, null],
      [2, null],
      [3, 10],
      [10, 10],
    ] as const) {
      const rate = new SourceRate();
      note(rate, tenASecond(frames, sinceMs));
      assert.equal(rate.perSecond, wanted, `${frames} frames, the first ${sinceMs} ms before the second`);
    }
  }
});

test('what was overtaken was published too', () => {
  const rate = new SourceRate();
  note(rate, [{ atMs: 0 }, { atMs: 10 }, { atMs: 60, overtaken: 4 }, { atMs: 110, overtaken: 4 }]);
  assert.equal(rate.perSecond, 100);
});

test('the time in which a producer restarts is none of its rate, under the same name or another', () => {
  const again = new SourceRate();
  note(again, [{ atMs: 0 }, { atMs: 5 }, { atMs: 25 }, { atMs: 9000, reopened: 1 }, { atMs: 9020, reopened: 1 }]);
  assert.equal(again.perSecond, 50);
  const elsewhere = new SourceRate();
  note(elsewhere, tenASecond(4, 30));
  elsewhere.begin();
  note(
    elsewhere,
    tenASecond(4, 70).map(({ atMs }) => ({ atMs: atMs + 60_000 })),
  );
  assert.equal(elsewhere.perSecond, 10);
});
