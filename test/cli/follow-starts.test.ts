import assert from 'node:assert/strict';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { cliScript } from '../support/paths';
import { Conversation, uniqueId } from '../support/processes';
import { kill, Program, uniqueProgram } from '../support/programs';
import { nextLine } from '../support/watch-lines';

test('watch --wait follows a program from start to start, whatever its number is', async (context) => {
  const name = uniqueProgram();
  const program = await Program.create(context, name);
  const watch = new Conversation(process.execPath, [cliScript, 'watch', name, '--wait', '--frames', '2', '--json']);
  atEnd(context, async () => {
    watch.child.kill('SIGTERM');
    await watch.ended();
  });
  const [one, two] = [uniqueId(), uniqueId()];
  const first = await program.start(one);
  await first.ask('frame 01020304');
  await nextLine(watch, 'hash');
  await kill(first);
  const second = await program.start(two);
  assert.equal((await nextLine(watch, 'source')).source, `CaptureHook_HookInfo${two}`);
  await second.ask('frame 01020304');
  await nextLine(watch, 'hash');
  const { summary } = await nextLine(watch, 'summary');
  assert.equal(summary.frames, 2);
  await watch.ended();
  assert.equal(watch.child.exitCode, 0);
});
