import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { atEnd } from '../support/cleanup';
import { finish, framelatch, removeLeftovers, uniqueId } from '../support/processes';
import { requireProgram } from '../support/requires';
import { compile, startProducer } from './support';

function faults(context: TestContext): string | null {
  if (!requireProgram(context, 'gcc', 'gcc')) return null;
  return compile('gcc', 'test/sdk/programs/faults.c', '-std=c99');
}

test('a name that is taken is refused, and replaced only when that is asked for', async (context) => {
  const program = faults(context);
  if (!program) return;
  const id = uniqueId();
  atEnd(context, () => removeLeftovers(id));
  assert.equal((await finish(program, ['leave', String(id)])).code, 0);
  const refused = await finish(program, ['leave', String(id)]);
  assert.deepEqual([refused.code, refused.stdout], [3, `refused 2 CaptureHook_TextureMutex1${id}\n`]);
  assert.equal((await finish(program, ['replace', String(id)])).code, 0);
});

test('a child that lives on does not keep the locks of its dead parent', async (context) => {
  const program = faults(context);
  if (!program) return;
  const id = uniqueId();
  const producer = await startProducer(context, program, 'fork', String(id));
  await producer.ended();
  atEnd(context, async () => {
    // As long as the child lives, it has the mappings.
    await setTimeout(4000);
    await removeLeftovers(id);
  });
  const { mutexes } = JSON.parse((await framelatch('inspect', String(id), '--json')).stdout);
  assert.equal(mutexes[0].state, 'abandoned', 'neither held by the child nor removed by it');
});

test('a cancelled frame is not published, and a bad size changes nothing', async (context) => {
  const program = faults(context);
  if (!program) return;
  const { code, stdout } = await finish(program, ['cancel', String(uniqueId())]);
  assert.equal(code, 0);
  assert.equal(stdout, 'end without begin: -1\nresize to nothing: 1\nresize: 0 map_id 2 pitch 128\n');
});
