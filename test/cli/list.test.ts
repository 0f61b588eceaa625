import assert from 'node:assert/strict';
import { test } from 'node:test';

import { framelatchWords, inOwnSharedMemory, requireOwnMounts } from '../bad-systems/support';
import { framelatch, startPythonProducer, uniqueId } from '../support/processes';
import { requireProgram } from '../support/requires';

const asNobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent';

test('a shared memory folder that cannot be looked into is told, and is a failed job', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { code, stdout, stderr } = await inOwnSharedMemory('mode=0', `${asNobody} ${framelatchWords} list --json`);
  assert.deepEqual([code, stdout], [1, '']);
  const { code: name, target, reason } = JSON.parse(stderr);
  assert.deepEqual([name, target], ['mapping-denied', '/dev/shm']);
  assert.match(reason, /Permission denied/);
});

test('into a folder that is mounted read-only nothing can be sent, and that is said', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { code, stderr } = await inOwnSharedMemory('ro', `${framelatchWords} send 5 --size 8x8 --frames 1`);
  assert.equal(code, 1);
  assert.match(stderr, /Read-only file system \[m\w+-denied\]/);
});

test('10,000 objects that are nobody’s sources do not hide the one that is', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { code, stdout, stderr } = await inOwnSharedMemory(
    '',
    `for number in $(seq 10000); do : > /dev/shm/foreign-$number; done
    ${framelatchWords} send 5 --size 8x8 > /dev/null & producer=$!
    until ${framelatchWords} watch 5 --frames 1 > /dev/null 2>&1; do sleep 0.1; done
    ${framelatchWords} list --json; status=$?
    kill $producer; wait $producer; exit $status`,
  );
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    JSON.parse(stdout).map(({ name }: { name: string }) => name),
    ['CaptureHook_HookInfo5'],
  );
});

test('a hook without its texture has no size: its header’s is of old', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  const row = async () =>
    JSON.parse((await framelatch('list', '--json')).stdout).find(({ name }: { name: string }) =>
      name.endsWith(`${id}`),
    );
  assert.ok((await row()).width > 0);
  await producer.ask('poke info 40 09000000');
  assert.equal((await row()).width, 0, 'no texture has that map_id');
});
