import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SourceWatch } from '../../engine/source-watch';
import { FramelatchError, type ErrorInfo } from '../../protocol/errors';
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

const denied = (reason: string) =>
  new FramelatchError({ code: 'mapping-denied', operation: 'list', target: '/dev/shm', reason, next: 'Look.' });

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
  const stop = watch.subscribe({
    onList: (sources) => told.push(sources.map(({ name }) => name)),
    onUnlisted: (error) => assert.fail(error.reason),
  });
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
  const stop = watch.subscribe({
    onList: (sources) => told.push(sources),
    onUnlisted: (error) => assert.fail(error.reason),
  });
  await settle();
  fails = false;
  context.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(told, [[]]);
  stop();
});

test('a list that cannot be had any more is said to be none, once and to whoever comes later, until it comes back', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const found = [listing('a')];
  let reason: string | null = null;
  const watch = new SourceWatch(() => (reason === null ? Promise.resolve(found) : Promise.reject(denied(reason))));
  const told: string[] = [];
  const listener = {
    onList: (sources: readonly SourceListing[]) => told.push(sources.map(({ name }) => name).join()),
    onUnlisted: ({ code, reason: why }: ErrorInfo) => told.push(`${code}: ${why}`),
  };
  const look = async () => {
    context.mock.timers.tick(1000);
    await settle();
  };
  const stop = watch.subscribe(listener);
  await settle();
  reason = 'Permission denied';
  for (let looks = 0; looks < 4; looks += 1) await look();
  const stopOther = watch.subscribe({ ...listener });
  await settle();
  reason = 'Too many open files';
  await look();
  reason = null;
  await look();
  const refused = 'mapping-denied: Permission denied';
  const exhausted = 'mapping-denied: Too many open files';
  assert.deepEqual(told, ['a', refused, refused, exhausted, exhausted, 'a', 'a'], 'the same list is told again');
  stopOther();
  stop();
});
