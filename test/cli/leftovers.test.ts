import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { loadNative, NamedMutex } from '../../native/index';
import { atEnd } from '../support/cleanup';
import { temporaryFolder, uniqueName } from '../support/layouts';
import { framelatch, startSend } from '../support/processes';

/** A sender of that layout that was killed: its objects are still there. */
async function killedSender(context: TestContext, name: string, mapping: string, layout: string): Promise<void> {
  atEnd(context, async () => {
    const leftover = await loadNative().findLeftover(mapping);
    if (leftover) await loadNative().removeLeftovers([leftover]);
  });
  const sender = await startSend(context, name, '--layout', layout);
  sender.child.kill('SIGKILL');
  await sender.ended();
}

/** What was written lately is left alone for some seconds. Resolves to how `clean NAME` ends when that is over. */
async function untilCleanable(name: string): Promise<number> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { code, stderr } = await framelatch('clean', name);
    if (code !== 1 || !/within the last five seconds/.test(stderr) || Date.now() > deadline) return code;
  }
}

test('a killed sender’s block is listed as a leftover, and the next sender takes its name', async (context) => {
  const name = uniqueName();
  const mapping = `ShareMemoryMap-${name}`;
  await killedSender(context, name, mapping, 'checked-block');
  await untilCleanable(mapping);
  const rows: { name: string; leftover: boolean }[] = JSON.parse((await framelatch('list', '--json')).stdout);
  assert.equal(rows.find((row) => row.name === mapping)?.leftover, true);
  await startSend(context, name, '--layout', 'checked-block', '--text', 'again');
  assert.equal(JSON.parse((await framelatch('read', mapping, '--json')).stdout).text, 'again');
  const refused = await framelatch('clean', mapping, '--yes');
  assert.match(refused.stderr, /whose producer is gone \[mapping-missing\]/, 'its producer lives');
});

test('what stands under a name of the user’s is never replaced, and removed only by that name', async (context) => {
  const name = uniqueName();
  await killedSender(context, name, name, 'virtual-camera');
  const refused = await framelatch('send', name, '--layout', 'virtual-camera');
  assert.match(refused.stderr, /\[mapping-exists\]\n.*`framelatch clean NAME`/);
  assert.equal(await untilCleanable(name), 2, 'nobody was asked');
  const { stdout } = await framelatch('clean', name, '--yes', '--json');
  assert.deepEqual(JSON.parse(stdout), [name]);
  await startSend(context, name, '--layout', 'virtual-camera');
});

test('a file, a mutex and a name that means nothing are no leftovers', async (context) => {
  const file = join(temporaryFolder(context), 'picture.xwd');
  writeFileSync(file, 'kept');
  const mutex = NamedMutex.create(uniqueName());
  atEnd(context, async () => mutex.close());
  for (const each of [file, mutex.name, uniqueName()]) {
    const { code, stderr } = await framelatch('clean', each, '--yes', '--json');
    assert.deepEqual([code, JSON.parse(stderr).code], [1, 'mapping-missing'], each);
  }
});
