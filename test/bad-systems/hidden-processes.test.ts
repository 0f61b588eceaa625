import assert from 'node:assert/strict';
import { test } from 'node:test';

import { framelatchWords, inOwnSharedMemory, requireOwnMounts, unexplained } from './support';

const as = (user: number) => `setpriv --reuid=${user} --regid=${user} --clear-groups env HOME=/nonexistent`;
const nobody = as(65_534);
const producer = as(65_533);

test('where other users’ processes are hidden, their producers are unknown, dead or alive, and keep their objects', async (context) => {
  if (!requireOwnMounts(context)) return;
  const look = ['list --json', 'inspect 5 --json', 'clean --yes --json'];
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `chmod 1777 /dev/shm
    ${producer} ${framelatchWords} send 5 --size 64x48 --fps 30 > /dev/null & sender=$!
    until ${framelatchWords} watch 5 --frames 1 > /dev/null 2>&1; do sleep 0.1; done
    chmod 666 /dev/shm/CaptureHook_*
    mount -t proc -o hidepid=2 proc /proc
    ${look.map((words) => `${nobody} ${framelatchWords} ${words}`).join('\n')}
    ${nobody} ${framelatchWords} watch 5 --frames 3 --json | tail -n 1
    kill -9 $sender; wait $sender 2> /dev/null
    ${look.map((words) => `${nobody} ${framelatchWords} ${words}`).join('\n')}
    ls /dev/shm | grep -c 5`,
  );
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, 8, stdout + stderr);
  const [listed, inspected, cleaned, watched, listedAfter, inspectedAfter, cleanedAfter, objects] = lines.map((line) =>
    JSON.parse(line),
  );
  for (const [rows, facts, removed] of [
    [listed, inspected, cleaned],
    [listedAfter, inspectedAfter, cleanedAfter],
  ]) {
    assert.deepEqual([rows.length, rows[0].producer, rows[0].leftover], [1, null, false]);
    assert.notEqual(facts.liveness, 'gone');
    assert.deepEqual(removed, []);
  }
  assert.equal(watched.summary.frames, 3);
  assert.equal(watched.summary.state.kind, 'live');
  assert.equal(objects, 4, 'its info, its texture and both mutexes are there');
  assert.doesNotMatch(stderr, unexplained);
});

test('the superuser’s producer is unknown to another user, who may not look into its processes; its own dead one too', async (context) => {
  if (!requireOwnMounts(context)) return;
  const look = `${nobody} ${framelatchWords} list --json`;
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `chmod 1777 /dev/shm
    ${framelatchWords} send 6 --size 64x48 --fps 30 > /dev/null & sender=$!
    until ${framelatchWords} watch 6 --frames 1 > /dev/null 2>&1; do sleep 0.1; done
    ${look}
    kill -9 $sender; wait $sender 2> /dev/null
    ${look}
    ${framelatchWords} list --json`,
  );
  const [alive, dead, asOwner] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)[0]);
  for (const row of [alive, dead]) assert.deepEqual([row.producer, row.leftover], [null, false], stdout + stderr);
  assert.equal(asOwner.leftover, true, 'who may look knows that it is gone');
  assert.doesNotMatch(stderr, unexplained);
});
