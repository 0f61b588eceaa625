import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { stampRows, stampWidth } from '../../../protocol/stamp';
import type { StreamToSender } from '../../../protocol/stream';
import { Meter } from '../../../renderer/worker/measure';
import { stampRow } from '../../support/stamp';

const height = 64;

/** A meter over a canvas whose three stamps the test sets. */
function setUp(context: TestContext) {
  const rows = new Map<number, Uint8ClampedArray>();
  const said: StreamToSender[] = [];
  const meter = new Meter(
    (y, width) => rows.get(y) ?? new Uint8ClampedArray(width * 4),
    (message) => said.push(message),
  );
  context.after(() => meter.stop());
  const draw = (frames: readonly [bigint, bigint, bigint], releasedNs = 1_000_000n) => {
    stampRows(height).forEach((y, index) => rows.set(y, stampRow(frames[index] ?? 0n, releasedNs)));
    meter.onDrawn(height);
  };
  return { meter, rows, said, draw };
}

test('counts different frames and keeps their numbers; the producer’s first, numbered 0, is not counted', (context) => {
  const { meter, draw } = setUp(context);
  for (const frame of [0n, 1n, 2n, 2n, 5n]) draw([frame, frame, frame]);
  const { drawn, firstFrame, lastFrame, torn, frames, latenciesMs } = meter.read();
  assert.deepEqual({ drawn, firstFrame, lastFrame, torn }, { drawn: 3, firstFrame: 1, lastFrame: 5, torn: 0 });
  assert.deepEqual(frames, [1, 2, 2, 5]);
  assert.equal(latenciesMs.length, 4);
});

test('stamps that differ, and pixels that are none, are torn frames', (context) => {
  const { meter, rows, draw } = setUp(context);
  draw([1n, 1n, 2n]);
  draw([2n, 1n, 2n]);
  rows.set(0, new Uint8ClampedArray(stampWidth * 4).fill(128));
  meter.onDrawn(height);
  assert.deepEqual([meter.read().torn, meter.read().drawn], [3, 0]);
});

test('asks for the sender’s clock, and trusts the quickest answer', (context) => {
  const now = 10_000;
  context.mock.method(performance, 'now', () => now);
  const { meter, said, draw } = setUp(context);
  assert.equal(said[0]?.kind, 'clock');
  // The sender's clock is 5 s ahead; a slow answer that says otherwise must not count.
  meter.onClock({ askedAtMs: now, monotonicNs: BigInt(Math.round((now + 5000) * 1e6)) });
  meter.onClock({ askedAtMs: now - 900, monotonicNs: 0n });
  draw([7n, 7n, 7n], BigInt((now + 5000 - 20) * 1e6));
  assert.deepEqual(meter.read().latenciesMs, [20]);
});

test('a display frame counts once for each picture that it is the first to show', (context) => {
  const { meter, draw } = setUp(context);
  meter.onDisplayFrame();
  draw([1n, 1n, 1n]);
  draw([2n, 2n, 2n]);
  meter.onDisplayFrame();
  meter.onDisplayFrame();
  draw([3n, 3n, 3n]);
  meter.onDisplayFrame();
  assert.equal(meter.read().presented, 2);
});
