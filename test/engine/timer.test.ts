import assert from 'node:assert/strict';
import { test } from 'node:test';

import { after, pause } from '../../engine/timer';

const days = 24 * 60 * 60 * 1000;

test('what is further away than a timer of the system’s reaches does not come at once', async () => {
  let fired = false;
  const cancels = [30 * days, 2 ** 31, 2 ** 53, Infinity].map((length) => after(length, () => (fired = true)));
  // Node's own would have fired after one millisecond.
  await pause(50);
  for (const cancel of cancels) cancel();
  assert.equal(fired, false);
});

test('a long wait is cut into what a timer reaches, and comes when it is due', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  context.mock.method(performance, 'now', () => now);
  let fired = 0;
  after(30 * days, () => (fired += 1));
  for (const [step, expected] of [
    [2 ** 31 - 1, 0],
    [30 * days - (2 ** 31 - 1) - 1, 0],
    [1, 1],
  ] as const) {
    now += step;
    context.mock.timers.tick(step);
    assert.equal(fired, expected);
  }
});

test('a pause ends with its signal, also with one that has fired', async () => {
  const controller = new AbortController();
  const paused = pause(Infinity, controller.signal);
  controller.abort();
  await paused;
  await pause(Infinity, controller.signal);
});
