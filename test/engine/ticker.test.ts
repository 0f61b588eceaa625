import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Ticker, tickAfter } from '../../engine/ticker';
import { until } from './support';

test('ticks come four times a second until nothing changed for five seconds, then every second', () => {
  assert.deepEqual([0, 4999, 5000, 86_400_000].map(tickAfter), [250, 250, 1000, 1000]);
});

test('a ticker ticks until it is closed', async () => {
  let ticks = 0;
  const ticker = new Ticker(() => (ticks += 1));
  await until(() => ticks >= 2);
  ticker.stir();
  await until(() => ticks >= 3);
  ticker.close();
  const before = ticks;
  // One more would come within a quarter of a second.
  await sleep(400);
  assert.equal(ticks, before);
});

test('a ticker that its own tick closes stays closed', async () => {
  let ticks = 0;
  const ticker: Ticker = new Ticker(() => {
    ticks += 1;
    ticker.close();
  });
  await until(() => ticks === 1);
  await sleep(400);
  assert.equal(ticks, 1);
});
