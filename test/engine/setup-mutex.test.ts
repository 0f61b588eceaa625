import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NamedMutex, onSetup, setupMutexName } from '../../engine/index';

const patienceMs = 20_000;

test('a process is asked to end once, when a setup program is there and not before', async () => {
  const asked = { looks: 0, ends: 0 };
  onSetup(
    () => (asked.ends += 1),
    () => (asked.looks += 1) >= 3,
  );
  const deadline = Date.now() + patienceMs;
  while (asked.ends === 0 && Date.now() < deadline) await sleep(20);
  assert.deepEqual(asked, { looks: 3, ends: 1 });
  // Two more looks would fit in.
  await sleep(600);
  assert.deepEqual(asked, { looks: 3, ends: 1 });
});

test('without a setup program nobody is there', () => {
  assert.equal(NamedMutex.isKept(setupMutexName), false);
});
