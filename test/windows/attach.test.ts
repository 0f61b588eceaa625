import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Attachment } from '../../engine/index';
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

test('a message longer than one read arrives whole', async (context) => {
  await start(context, '66020');
  const attachment = await Attachment.start({ pid: 66_020 }, { command: [process.execPath, cliScript] });
  context.after(() => attachment.close());
  while (!attachment.log.lines.some(({ text }) => text.startsWith('long xxx') && text.length === 1000)) await sleep(10);
});
