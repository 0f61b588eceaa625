import assert from 'node:assert/strict';
import { test } from 'node:test';

import { framelatchWords, inOwnSharedMemory, requireOwnMounts, unexplained } from './support';

test('no descriptors: every command ends with an answer or a sentence, never by a signal', async (context) => {
  if (!requireOwnMounts(context)) return;
  const commands = ['list', 'inspect 11', 'watch 11 --frames 1 --seconds 5', 'snap 11 --out /dev/null'];
  // Node itself needs some twenty: below that it does not start, and above thirty there is enough.
  const limits = [20, 22, 24, 26, 30];
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `${framelatchWords} send 11 --size 64x48 --fps 30 >/dev/null & producer=$!
    ${framelatchWords} watch 11 --wait 20 --frames 1 >/dev/null
    for limit in ${limits.join(' ')}; do
      ${commands.map((words) => `(ulimit -n $limit; ${framelatchWords} ${words} >/dev/null; echo "$limit $?")`).join('\n')}
    done
    kill $producer; wait $producer 2>/dev/null`,
  );
  const ends = [...stdout.matchAll(/^(\d+) (\d+)$/gm)].map(([, limit, code]) => [Number(limit), Number(code)] as const);
  assert.equal(ends.length, limits.length * commands.length, stdout + stderr);
  for (const [limit, code] of ends)
    assert.ok(code === 0 || code === 1, `${limit} descriptors: ended with ${code}\n${stderr}`);
  assert.doesNotMatch(stderr, unexplained);
  assert.ok(
    ends.some(([limit, code]) => limit === 30 && code === 0),
    'with thirty a command works',
  );
});

test('an unreadable shared memory folder: every command says so', async (context) => {
  if (!requireOwnMounts(context)) return;
  const commands = [
    'list',
    'inspect 11',
    'watch 11 --frames 1',
    'snap 11 --out /dev/null',
    'send 12 --size 8x8 --frames 1',
    'clean --yes',
  ];
  const asNobody = `setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent`;
  const { stdout, stderr } = await inOwnSharedMemory(
    'mode=0',
    commands.map((words) => `${asNobody} ${framelatchWords} ${words}; echo "ended $?"`).join('\n'),
  );
  assert.equal(stdout.match(/ended 1/g)?.length, commands.length, stdout + stderr);
  assert.doesNotMatch(stderr, unexplained);
});

test('HOME unset and a home that cannot be written: everything but `save` works, and `save` says why not', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `mkdir /dev/shm/home; mount -t tmpfs -o ro tmpfs /dev/shm/home
    for home in 'env -u HOME -u XDG_CONFIG_HOME' 'env -u XDG_CONFIG_HOME HOME=/dev/shm/home'; do
      $home ${framelatchWords} list >/dev/null; echo "list $?"
      $home ${framelatchWords} send 11 --size 8x8 --frames 1 >/dev/null; echo "send $?"
    done
    env -u XDG_CONFIG_HOME HOME=/dev/shm/home ${framelatchWords} save cam 11; echo "save $?"`,
  );
  assert.equal(stdout, 'list 0\nsend 0\nlist 0\nsend 0\nsave 1\n', stderr);
  assert.match(stderr, /EROFS|read-only/i);
  assert.doesNotMatch(stderr, unexplained);
});
