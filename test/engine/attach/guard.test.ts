import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { recordPath } from '../../../engine/attach/records';
import { Attachment, createEngine, SharedRegion } from '../../../engine/index';
import { untilState } from '../../support/hooks';
import { atEnd } from '../../support/cleanup';
import { cliScript, root } from '../../support/paths';
import { Conversation } from '../../support/processes';

/* Whoever is killed, and in whatever order: what stood in the hook is put back. */

const command = [process.execPath, cliScript];
const first = 4_000_000_000 - process.pid * 40 - 20;
const interval = 458752;
const asBefore = `idle, asked 0 ${interval}`;

interface Scene {
  readonly pid: number;
  readonly hook: Conversation;
  readonly attached: Conversation;
  readonly guard: number;
}

/** The process that stands by for the hook's attachment; undefined when there is none. */
function guardOf(pid: number): number | undefined {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = processes.find((process) => {
    try {
      const line = readFileSync(`/proc/${process}/cmdline`, 'utf8');
      return line.includes('attach-guard') && line.includes(`"pid":${pid},`);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

/** Names of the attachments to that hook, and of their guards. */
function ownNames(pid: number): string[] {
  return readdirSync('/dev/shm').filter((name) => name.startsWith('FramelatchAttach_') && name.includes(`_${pid}_`));
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (; !holds(); await sleep(10)) assert.ok(performance.now() < deadline, `${what} does not come`);
}

async function attachedScene(context: TestContext, pid: number): Promise<Scene> {
  const hook = new Conversation('python3', [join(root, 'test', 'producers', 'hook.py'), String(pid)]);
  atEnd(context, async () => {
    hook.child.stdin?.end();
    await hook.ended();
  });
  assert.equal(await hook.next(), 'ready');
  const info = SharedRegion.open(`CaptureHook_HookInfo${pid}`, { access: 'write' });
  info.storeWord(56, interval);
  info.close();
  assert.equal(await hook.ask('state'), asBefore);
  const attached = new Conversation(process.execPath, [cliScript, 'attach', String(pid), '--json']);
  await attached.next();
  await untilState(hook, 'capturing 0 8333333, asked 1 8333333');
  const guard = guardOf(pid);
  assert.ok(guard !== undefined, 'somebody stands by');
  return { pid, hook, attached, guard };
}

async function kill({ attached }: Scene): Promise<void> {
  attached.child.kill('SIGKILL');
  await attached.ended();
}

/** Both at one moment, as far as they can see. */
async function killBoth(scene: Scene): Promise<void> {
  process.kill(scene.guard, 'SIGSTOP');
  await kill(scene);
  process.kill(scene.guard, 'SIGKILL');
  await until('the guard’s end', () => guardOf(scene.pid) === undefined);
}

test('with the guard and the attachment killed, the next attachment puts back what was there before both', async (context) => {
  const scene = await attachedScene(context, first);
  await killBoth(scene);
  assert.ok(existsSync(recordPath({ pid: scene.pid })));
  const next = await Attachment.start({ pid: scene.pid }, { command, fps: 50 });
  await untilState(scene.hook, 'capturing 0 20000000, asked 1 20000000');
  next.close();
  await untilState(scene.hook, asBefore);
  assert.equal(existsSync(recordPath({ pid: scene.pid })), false);
  // Its own guard lets go of its word a moment after it.
  await until('the end of every name', () => ownNames(scene.pid).length === 0);
});

test('however often attachment and guard are killed, the first that wrote tells what was there', async (context) => {
  const scene = await attachedScene(context, first + 1);
  await killBoth(scene);
  const { pid, hook } = scene;
  const attached = new Conversation(process.execPath, [cliScript, 'attach', String(pid), '--json', '--fps', '40']);
  await attached.next();
  await untilState(hook, 'capturing 0 25000000, asked 1 25000000');
  await killBoth({ pid, hook, attached, guard: guardOf(pid) ?? assert.fail('nobody stands by') });
  const next = await Attachment.start({ pid }, { command });
  next.close();
  await untilState(hook, asBefore);
  await until('the end of every name', () => ownNames(pid).length === 0);
});

test('with both killed, cleaning puts back what was there', async (context) => {
  const scene = await attachedScene(context, first + 2);
  await killBoth(scene);
  const engine = createEngine();
  context.after(() => engine.close());
  const name = `CaptureHook_HookInfo${scene.pid}`;
  const leftovers = (await engine.findLeftovers()).filter((leftover) => leftover.name === name);
  assert.deepEqual(leftovers, [{ name, objects: [recordPath({ pid: scene.pid })], identities: [''] }]);
  assert.deepEqual(await engine.findLeftover(name), leftovers[0]);
  assert.deepEqual(await engine.removeLeftovers(leftovers), [recordPath({ pid: scene.pid })]);
  await untilState(scene.hook, asBefore);
  assert.equal(await engine.findLeftover(name), null);
  assert.deepEqual(ownNames(scene.pid), []);
});

test('a guard that is killed is replaced, and the next one puts back', async (context) => {
  const scene = await attachedScene(context, first + 3);
  process.kill(scene.guard, 'SIGKILL');
  const other = () => {
    const guard = guardOf(scene.pid);
    return guard !== undefined && guard !== scene.guard;
  };
  await until('another guard', other);
  // It stands by once it has taken the name of its word over; killed before, the record is there.
  await kill(scene);
  await until('its putting back', () => !existsSync(recordPath({ pid: scene.pid })));
  await untilState(scene.hook, asBefore);
});

test('what another application wrote since is its own', async (context) => {
  const scene = await attachedScene(context, first + 4);
  await killBoth(scene);
  const info = SharedRegion.open(`CaptureHook_HookInfo${scene.pid}`, { access: 'write' });
  info.storeWord(56, 777);
  info.close();
  const next = await Attachment.start({ pid: scene.pid }, { command });
  next.close();
  await untilState(scene.hook, 'idle, asked 0 777');
});
