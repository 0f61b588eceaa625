import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SharedPass } from '../../engine/shared-pass';
import { until } from './support';

test('many who ask at once share a pass, and who asks while it runs gets the next', async () => {
  let begun = 0;
  let release = () => {};
  const pass = new SharedPass(async () => {
    begun += 1;
    const number = begun;
    await new Promise<void>((resolve) => (release = resolve));
    return number;
  });
  const first = Array.from({ length: 100 }, () => pass.ask());
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(begun, 1);
  // This one began before they ask: it may not have seen what they made.
  const second = Array.from({ length: 100 }, () => pass.ask());
  release();
  assert.deepEqual(new Set(await Promise.all(first)), new Set([1]));
  const released = Promise.all(second);
  await until(() => begun >= 2);
  release();
  assert.deepEqual(new Set(await released), new Set([2]));
  assert.equal(begun, 2);
});

test('a pass that fails is told to those who shared it, and the next is another', async () => {
  let begun = 0;
  const pass = new SharedPass(() => {
    begun += 1;
    return begun === 1 ? Promise.reject(new Error('no descriptors')) : Promise.resolve(begun);
  });
  const asked = [pass.ask(), pass.ask()];
  for (const each of asked) await assert.rejects(each, /no descriptors/);
  assert.equal(await pass.ask(), 2);
});

test('whoever asks in a loop gets passes with rests between them', async () => {
  let busyMs = 0;
  const pass = new SharedPass(async () => {
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
    busyMs += performance.now() - began;
  });
  const began = performance.now();
  for (let time = 0; time < 5; time++) await pass.ask();
  // Four rests lie between five passes.
  const allMs = performance.now() - began;
  assert.ok(allMs >= busyMs * 2, `${busyMs} of ${allMs} ms`);
});
