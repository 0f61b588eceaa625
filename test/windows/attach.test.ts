import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Attachment, NamedMutex, SharedRegion } from '../../engine/index';
import { attachSuite } from '../support/attach';
import { cliScript, root } from '../support/paths';
import { Conversation } from '../support/processes';

/** native/test/windows/hook_simulator.cc says what the arguments mean. */
const program = join(root, 'out', 'native', 'win32-x64', 'hook_simulator.exe');

async function start(context: TestContext, ...args: string[]): Promise<Conversation> {
  const actor = new Conversation(program, args);
  context.after(async () => {
    actor.child.stdin?.end();
    await actor.ended();
  });
  const line = await actor.next();
  if (line !== 'ready') throw new Error(`hook_simulator ${args.join(' ')}: ${line}`);
  return actor;
}

attachSuite({ hook: start, rival: (context, pid) => start(context, 'rival', pid ?? '') }, 66_000);

test('a hook that nobody has told where the graphics functions are is refused, unless it needs no telling', async (context) => {
  await start(context, '66011');
  const info = SharedRegion.open('CaptureHook_HookInfo66011', { access: 'write' });
  info.write(new Uint8Array(76), 68);
  info.close();
  const command = [process.execPath, cliScript];
  await assert.rejects(Attachment.start({ pid: 66_011 }, { command }), { code: 'hook-unprepared' });
  assert.equal(NamedMutex.isKept('CaptureHook_KeepAlive66011'), false);
  (await Attachment.start({ pid: 66_011 }, { command, withoutOffsets: true })).close();
});

test('a message longer than one read arrives whole', async (context) => {
  await start(context, '66010');
  const attachment = await Attachment.start({ pid: 66_010 }, { command: [process.execPath, cliScript] });
  context.after(() => attachment.close());
  while (!attachment.log.lines.some(({ text }) => text.startsWith('long xxx') && text.length === 1000)) await sleep(10);
});
