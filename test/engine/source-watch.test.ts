import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SourceWatch } from '../../engine/source-watch';
import type { SourceListing } from '../../protocol/source';

const listing = (name: string): SourceListing => ({
  name,
  layout: 'capture-hook',
  width: 1,
  height: 1,
  format: 'unknown',
  producer: null,
  leftover: false,
});

/** Lets every promise that is due run. */
const settle = () => new Promise(setImmediate);

test('the list is told at once and on changes only, and nobody looks when nobody listens', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let found = [listing('a')];
  let looks = 0;
  const watch = new SourceWatch(() => {
    looks += 1;
    return Promise.resolve(found);
  });
  const told: string[][] = [];
  const stop = watch.subscribe((sources) => told.push(sources.map(({ name }) => name)));
  await settle();
  context.mock.timers.tick(1000);
  await settle();
  found = [listing('a'), listing('b')];
  context.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(told, [['a'], ['a', 'b']]);
  stop();
  const before = looks;
  context.mock.timers.tick(5000);
  await settle();
  assert.equal(looks, before);
});

test('a look that failed is made again, and the list stays meanwhile', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let fails = true;
  const watch = new SourceWatch(() => (fails ? Promise.reject(new Error('too many files')) : Promise.resolve([])));
  const told: (readonly SourceListing[])[] = [];
  const stop = watch.subscribe((sources) => told.push(sources));
  await settle();
  fails = false;
  context.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(told, [[]]);
  stop();
});
