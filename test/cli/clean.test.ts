import assert from 'node:assert/strict';
import { closeSync, existsSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { framelatchWords, inOwnSharedMemory, requireOwnMounts } from '../bad-systems/support';
import { atEnd } from '../support/cleanup';
import { uniqueName } from '../support/layouts';
import { root } from '../support/paths';
import { framelatch } from '../support/processes';
import { requireProgram } from '../support/requires';

/** A region that this process has open for writing, and not mapped. */
function written(context: TestContext): { readonly name: string; readonly descriptor: number } {
  const name = uniqueName();
  const descriptor = openSync(join('/dev/shm', name), 'wx+', 0o600);
  ftruncateSync(descriptor, 64 * 48 * 4);
  atEnd(context, async () => {
    closeSync(descriptor);
    if (existsSync(join('/dev/shm', name))) unlinkSync(join('/dev/shm', name));
  });
  return { name, descriptor };
}

test('what a process has open for writing is not removed by its name, and who that is is told', async (context) => {
  const { name, descriptor } = written(context);
  writeSync(descriptor, 'x');
  const { code, stderr } = await framelatch('clean', name, '--yes');
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`\\(${process.pid}\\) has it open for writing`));
  const inspected = await framelatch('inspect', name, '--layout', 'raw 64x48 B8G8R8A8_UNORM', '--json');
  const { liveness, producer, verdict } = JSON.parse(inspected.stdout);
  assert.deepEqual([liveness, producer.pid], ['running', process.pid]);
  assert.doesNotMatch(verdict, /No process/);
});

test('--force says what it does, does it by name alone, and never to a file', async (context) => {
  const { name } = written(context);
  assert.equal((await framelatch('clean', '--force', '--yes')).code, 2, 'everything at once is never forced');
  const { code, stdout } = await framelatch('clean', '--force', name, '--yes');
  assert.equal(code, 0);
  assert.match(stdout, /has it open for writing\. It goes on writing what nobody finds any more\./);
  assert.ok(!existsSync(join('/dev/shm', name)));
  const file = await framelatch('clean', '--force', join(root, 'package.json'), '--yes', '--json');
  assert.deepEqual([file.code, JSON.parse(file.stderr).code], [1, 'mapping-missing']);
});

test('from another PID namespace a living producer is unknown, not gone, and keeps its objects', async (context) => {
  if (!requireOwnMounts(context)) return;
  const elsewhere = (words: string) => `unshare --pid --fork --mount-proc ${framelatchWords} ${words}`;
  const { stdout, stderr } = await inOwnSharedMemory(
    '',
    `${framelatchWords} send 5 --size 64x48 --fps 30 > /dev/null & producer=$!
    until ${framelatchWords} watch 5 --frames 1 > /dev/null 2>&1; do sleep 0.1; done
    ${elsewhere('list --json')}
    ${elsewhere('inspect 5 --json')}
    ${elsewhere('watch 5 --frames 3')}
    ${elsewhere('clean --yes --json')}
    ${elsewhere('clean CaptureHook_HookInfo5 --yes')}
    ls /dev/shm | grep -c 5
    kill $producer; wait $producer`,
  );
  const [listed = '', inspected = ''] = stdout.split('\n');
  assert.deepEqual(
    JSON.parse(listed).map(({ producer, leftover }: { producer: unknown; leftover: boolean }) => [producer, leftover]),
    [[null, false]],
    stdout,
  );
  assert.equal(JSON.parse(inspected).liveness, 'running', 'the kernel tells that it is open for writing');
  assert.doesNotMatch(stdout, /producer is gone|has ended/);
  assert.match(stdout, /^\[\]$/m, 'nothing is left over');
  assert.match(stderr, /A process that cannot be seen from here has it open for writing\./);
  assert.match(stdout, /^4$/m, 'its objects are there');
});

test('a producer that starts while `clean` runs loses nothing', async (context) => {
  if (!requireOwnMounts(context) || !requireProgram(context, 'python3', 'python3')) return;
  const script = join(root, 'test', 'producers', 'restarts.py');
  const { stdout, stderr } = await inOwnSharedMemory('', `python3 "${script}" 60 ${framelatchWords} clean --yes`);
  assert.match(stdout, /^lost 0 of 60; [1-9]\d* runs, 0 failed, [1-9]\d* removed$/m, stderr);
});
