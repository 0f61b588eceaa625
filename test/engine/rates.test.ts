import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DurationMeter, RateMeter } from '../../engine/rates';

test('a rate is that of the last second', () => {
  const meter = new RateMeter();
  assert.equal(meter.perSecond, 0);
  for (let at = 0; at <= 3000; at += 250) meter.note(at < 1000 ? 0 : (at - 1000) * 0.06, at);
  assert.equal(meter.perSecond, 60);
  for (let at = 3250; at <= 4250; at += 250) meter.note(120, at);
  assert.equal(meter.perSecond, 0);
});

test('what was there before the first look is no frame of that time', () => {
  const meter = new RateMeter();
  meter.note(0, 0);
  meter.note(1, 250);
  assert.equal(meter.perSecond, 0);
  meter.note(1, 500);
  assert.equal(meter.perSecond, 0);
  meter.note(16, 750);
  assert.equal(meter.perSecond, 30);
});

test('a median is that of the last second, and nothing is null', () => {
  const meter = new DurationMeter();
  assert.equal(meter.median(0), null);
  for (const [at, ms] of [
    [0, 500],
    [1500, 3],
    [1600, 1],
    [1700, 2],
  ] as const)
    meter.note(ms, at);
  assert.equal(meter.median(1800), 2);
  assert.equal(meter.median(5000), null);
});
