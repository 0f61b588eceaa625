import assert from 'node:assert/strict';
import { test } from 'node:test';

import { framelatchWords, inOwnSharedMemory, requireOwnMounts, unexplained } from './support';

test('a full shared memory folder: `send` says no-space and leaves nothing, `watch` of a source that is there goes on', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { stdout, stderr } = await inOwnSharedMemory(
    'size=2m',
    `${framelatchWords} send 11 --size 64x48 --fps 30 >/dev/null & producer=$!
    ${framelatchWords} watch 11 --wait 20 --frames 1 >/dev/null
    ls /dev/shm | sort > /tmp/before.$$
    ${framelatchWords} send 12 --size 1920x1080 --frames 1; echo "send $?"
    ls /dev/shm | sort | cmp - /tmp/before.$$ && echo 'nothing left'
    rm /tmp/before.$$
    head -c 4m /dev/zero > /dev/shm/filler 2>/dev/null
    ${framelatchWords} watch 11 --frames 3 >/dev/null; echo "watch $?"
    kill $producer; wait $producer 2>/dev/null`,
  );
  assert.match(stdout, /send 1\nnothing left\nwatch 0\n/, stderr);
  assert.match(stderr, /no-space/);
  assert.doesNotMatch(stderr, unexplained);
});

test('a full disk: `snap` says so, and leaves no part of a file', async (context) => {
  if (!requireOwnMounts(context)) return;
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `mkdir /dev/shm/disk; mount -t tmpfs -o size=64k tmpfs /dev/shm/disk
    head -c 4194304 /dev/urandom > /dev/shm/pixels
    ${framelatchWords} snap pixels --layout 'raw 1024x1024 B8G8R8A8_UNORM' --out /dev/shm/disk/a.png; echo "snap $?"
    ls -A /dev/shm/disk`,
  );
  assert.equal(stdout, 'snap 1\n', stderr);
  assert.match(stderr, /ENOSPC|no space/i);
  assert.doesNotMatch(stderr, unexplained);
});

test('no memory for a frame: an error of that source, no crash', async (context) => {
  if (!requireOwnMounts(context)) return;
  // A picture of 1 GiB as RGBA, a hole in a file: nothing of it has to be there.
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `truncate -s 1073741824 /dev/shm/large
    ulimit -v 2500000
    ${framelatchWords} watch large --layout 'raw 16384x16384 B8G8R8A8_UNORM' --frames 1 >/dev/null; echo "watch $?"
    ${framelatchWords} snap large --layout 'raw 16384x16384 B8G8R8A8_UNORM' --out /dev/shm/a.png; echo "snap $?"`,
  );
  const codes = [...stdout.matchAll(/(?:watch|snap) (\d+)/g)].map((match) => Number(match[1]));
  assert.equal(codes.length, 2, stdout + stderr);
  assert.ok(
    codes.every((code) => code === 0 || code === 1),
    stdout + stderr,
  );
  assert.doesNotMatch(stderr, unexplained);
});
