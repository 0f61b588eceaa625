import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { Attachment, NamedMutex } from '../../engine/index';
import { hookObjects } from '../../engine/attach/hook-objects';
import { attachSuite } from '../support/attach';
import { untilState } from '../support/hooks';
import { atEnd } from '../support/cleanup';
import { cliScript, root } from '../support/paths';
import { Conversation, framelatch, removeLeftovers } from '../support/processes';

async function start(context: TestContext, command: string, ...args: string[]): Promise<Conversation> {
  const actor = new Conversation(command, args);
  atEnd(context, async () => {
    actor.child.stdin?.end();
    await actor.ended();
  });
  assert.equal(await actor.next(), 'ready');
  return actor;
}

const hookProgram = join(root, 'test', 'producers', 'hook.py');
const startHook = (context: TestContext, ...args: string[]) => start(context, 'python3', hookProgram, ...args);

// By docs/posix-objects.md: a mutex that is locked by a process that lives.
const rivalProgram = `
import os, sys
sys.path.insert(0, sys.argv[1])
from producer import FOLDER, Mutex
mutex = Mutex("CaptureHook_KeepAlive" + sys.argv[2])
assert mutex.try_lock()
print("ready", flush=True)
sys.stdin.read()
os.unlink(FOLDER + mutex.name)
`;
const startRival = (context: TestContext, ...args: string[]) =>
  start(context, 'python3', '-c', rivalProgram, join(root, 'test', 'producers'), ...args);

const first = 4_000_000_000 - process.pid * 40;

attachSuite({ hook: startHook, rival: startRival }, first);

test('a message of the log is bounded, cut at its NUL, and kept apart from what follows', async (context) => {
  const pid = first + 14;
  const hook = await startHook(context, String(pid));
  const attachment = await Attachment.start({ pid }, { command: [process.execPath, cliScript] });
  context.after(() => attachment.close());
  const said = async (count: number): Promise<string[]> => {
    while (attachment.log.lines.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
    return attachment.log.lines.map(({ text }) => text);
  };
  await said(1);
  const hex = (text: string) => Buffer.from(text).toString('hex');
  await hook.ask(`log ${hex('one\0behind')}`);
  await hook.ask(`log ${hex('two\r\nthree')}`);
  await hook.ask(`log ${hex('x'.repeat(5000))}`);
  assert.deepEqual((await said(5)).slice(1), ['one', 'two', 'three', 'x'.repeat(1000)]);
  for (let line = 0; line < 150; line += 1) await hook.ask(`log ${hex(`line ${line}`)}`);
  const last = async (text: string) => {
    while (attachment.log.lines.at(-1)?.text !== text) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await last('line 149');
  assert.equal(attachment.log.lines.length, 100, 'the newest hundred');
  await hook.ask('claim 65537');
  await last('(a message longer than 64 KiB was refused)');
  assert.equal(await hook.ask(`log ${hex('again')}`), 'no pipe', 'it was sent away');
});

test('what a dead capturing application left behind does not stand in the way', async (context) => {
  const pid = first + 15;
  const hook = await startHook(context, String(pid));
  const { keepAlive, pipe } = hookObjects({ pid });
  const options = { command: [process.execPath, cliScript] };
  const killed = new Conversation(process.execPath, [cliScript, 'attach', String(pid), '--json']);
  await killed.next();
  assert.ok(existsSync(pipe));
  killed.child.kill('SIGKILL');
  await killed.ended();
  // At once, before whoever stands by has looked.
  const attachment = await Attachment.start({ pid }, options);
  assert.ok(NamedMutex.isKept(keepAlive));
  attachment.close();
  assert.equal(existsSync(pipe), false);
  const own = () =>
    readdirSync('/dev/shm').filter((file) => file.startsWith('FramelatchAttach_') && file.includes(String(pid)));
  const deadline = performance.now() + 30_000;
  while (own().length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(own(), []);
  // What the dead one wrote is put back too, although another attachment came between; a Stop that the hook did not take
  // is taken back after a second.
  await untilState(hook, 'idle, asked 0 0');
});

test('a hook that was killed ends its attachment, and its leftovers are nothing to attach to', async (context) => {
  const pid = first + 16;
  const hook = await startHook(context, String(pid));
  const attachment = await Attachment.start({ pid }, { command: [process.execPath, cliScript] });
  context.after(() => attachment.close());
  hook.child.kill('SIGKILL');
  await hook.ended();
  const deadline = performance.now() + 30_000;
  while (!attachment.ended && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(attachment.ended, true);
  await assert.rejects(Attachment.start({ pid }), { code: 'mapping-missing', reason: /its process has ended/ });
  await removeLeftovers(pid);
});

test('`attach --wait` attaches to each start of a hook, and lets the last one go', async (context) => {
  const pid = first + 17;
  const attached = new Conversation(process.execPath, [cliScript, 'attach', String(pid), '--wait', '--json']);
  atEnd(context, async () => {
    attached.child.kill('SIGTERM');
    await attached.ended();
  });
  const until = async (key: string, value: unknown) => {
    while ((JSON.parse(await attached.next()) as Record<string, unknown>)[key] !== value);
  };
  await until('waiting', String(pid));
  for (let times = 0; times < 2; times += 1) {
    const hook = new Conversation('python3', [hookProgram, String(pid)]);
    assert.equal(await hook.next(), 'ready');
    await until('attached', pid);
    await until('capturing', true);
    hook.child.stdin?.end();
    await hook.ended();
    await until('detached', 'hook-gone');
    await until('waiting', String(pid));
  }
});

test('a hook that never comes is said so, and fails', async () => {
  const { code, stderr } = await framelatch('attach', String(first + 18), '--wait', '1', '--json');
  assert.equal(code, 1);
  assert.equal((JSON.parse(stderr) as { code: string }).code, 'mapping-missing');
  const refused = await framelatch('attach', String(first + 18), '--without-offsets', '--json');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /whether a hook needs offsets is seen by what its process has loaded/);
});
