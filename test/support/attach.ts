import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { hookObjects, signal } from '../../engine/attach/hook-objects';
import { Attachment, createEngine, MessagePipe, NamedMutex, SharedRegion } from '../../engine/index';
import { offsetsSuite } from './attach-offsets';
import { command, findNever, keepAlive, until, untilState, type AttachActors } from './hooks';
import { cliScript } from './paths';
import { Conversation, framelatch } from './processes';

/* One suite for both platforms: a hook that shares no code with the product, and whoever captures it. */

/** @param first a number of its own for each test */
export function attachSuite(actors: AttachActors, first: number): void {
  const { hook: startHook, rival: startRival } = actors;
  offsetsSuite(actors, first);

  test('a hook captures in memory while it is attached to, and is as it was afterwards', async (context) => {
    const pid = first;
    const hook = await startHook(context, String(pid));
    const before = 2n ** 63n + 458752n;
    const interval = new Uint8Array(8);
    interval[2] = 7;
    // Whatever stands there is put back: no number that JavaScript would round.
    interval[7] = 0x80;
    const info = SharedRegion.open(`CaptureHook_HookInfo${pid}`, { access: 'write' });
    info.write(interval, 56);
    info.close();
    assert.equal(await hook.ask('state'), `idle, asked 0 ${before}`);
    const attachment = await Attachment.start({ pid }, { command, fps: 50 });
    context.after(() => attachment.close());
    assert.ok(NamedMutex.isKept(keepAlive(pid)));
    await until('the hook’s readiness', () => attachment.capturing);
    assert.equal(await hook.ask('state'), 'capturing 0 20000000, asked 1 20000000');
    await until('its log', () => attachment.log.lines.length > 0);
    assert.equal(attachment.log.lines[0]?.text, 'capturing 64 x 48 in memory');
    const { stdout, code, stderr } = await framelatch('watch', String(pid), '--frames', '3', '--json');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /"width":64,"height":48/);
    attachment.close();
    assert.equal(NamedMutex.isKept(keepAlive(pid)), false);
    await untilState(hook, `idle, asked 0 ${before}`);
    // Nor is anything left behind that would end the next one's capture.
    await sleep(1500);
    assert.equal(await hook.ask('state'), `idle, asked 0 ${before}`);
  });

  test('a hook that still captures for an application that has gone is taken over', async (context) => {
    const pid = first + 6;
    const hook = await startHook(context, String(pid));
    await hook.ask('check 60');
    const { keepAlive: name, restart, initialize } = hookObjects({ pid });
    const former = NamedMutex.create(name);
    former.tryLock();
    signal(initialize);
    signal(restart);
    await untilState(hook, 'capturing 1 0, asked 0 0');
    former.close();
    const attachment = await Attachment.start({ pid }, { command, fps: 0 });
    await untilState(hook, 'capturing 0 0, asked 1 0');
    attachment.close();
    await untilState(hook, 'idle, asked 0 0');
  });

  test('while another application captures, attaching is refused by name and changes nothing', async (context) => {
    const pid = first + 1;
    const hook = await startHook(context, String(pid));
    const rival = await startRival(context, String(pid));
    const refused = await framelatch('attach', String(pid), '--json');
    assert.equal(refused.code, 1);
    const error = JSON.parse(refused.stderr) as { code: string; reason: string };
    assert.equal(error.code, 'hook-taken');
    assert.match(error.reason, new RegExp(`\\(process ${rival.child.pid}\\) holds ${keepAlive(pid)}`));
    assert.equal(await hook.ask('state'), 'idle, asked 0 0');
    assert.ok(NamedMutex.isKept(keepAlive(pid)), 'it is still the other one’s');
    // Inspecting names the same.
    const { stdout } = await framelatch('inspect', String(pid), '--json');
    const { hook: facts } = JSON.parse(stdout) as { hook: { keeper: { pid: number } } };
    assert.equal(facts.keeper.pid, rival.child.pid);
  });

  test('a hook of an unknown version is refused, and nothing is written into it', async (context) => {
    const pid = first + 7;
    const hook = await startHook(context, String(pid));
    const info = SharedRegion.open(`CaptureHook_HookInfo${pid}`, { access: 'write' });
    info.storeWord(0, 2);
    info.close();
    await assert.rejects(Attachment.start({ pid }, { command }), { code: 'header-version-unsupported' });
    assert.equal(NamedMutex.isKept(keepAlive(pid)), false);
    assert.equal(await hook.ask('state'), 'idle, asked 0 0');
  });

  test('a log pipe that another process serves is refused, and the keep-alive is given back', async (context) => {
    const pid = first + 5;
    await startHook(context, String(pid));
    const { pipe } = hookObjects({ pid });
    const other = new MessagePipe(pipe);
    await assert.rejects(Attachment.start({ pid }, { command }), { code: 'hook-taken' });
    assert.equal(NamedMutex.isKept(keepAlive(pid)), false);
    other.close();
    const attachment = await Attachment.start({ pid }, { command });
    assert.throws(() => new MessagePipe(pipe), { code: 'pipe-taken' });
    attachment.close();
  });

  test('a crash of ours leaves the hook as it was', async (context) => {
    const pid = first + 2;
    const hook = await startHook(context, String(pid));
    const attached = new Conversation(process.execPath, [cliScript, 'attach', String(pid), '--json']);
    assert.deepEqual(JSON.parse(await attached.next()), { attached: pid });
    await untilState(hook, 'capturing 0 8333333, asked 1 8333333');
    attached.child.kill('SIGKILL');
    await attached.ended();
    await untilState(hook, 'idle, asked 0 0');
    // And nothing of it stands in the way of the next one.
    const again = await Attachment.start({ pid }, { command });
    await until('the hook’s readiness', () => again.capturing);
    again.close();
    await untilState(hook, 'idle, asked 0 0');
  });

  test('the hook’s end ends it, and where no hook is loaded there is nothing to attach to', async (context) => {
    const pid = first + 3;
    await assert.rejects(Attachment.start({ pid }, { command }), { code: 'mapping-missing' });
    const hook = await startHook(context, String(pid));
    let changes = 0;
    const attachment = await Attachment.start({ pid }, { command, onChange: () => (changes += 1) });
    hook.child.stdin?.end();
    await hook.ended();
    await until('the end of the attachment', () => attachment.ended);
    assert.ok(changes > 0);
    assert.equal(NamedMutex.isKept(keepAlive(pid)), false);
  });

  test('a session’s switch is off until it is turned on, shows the log, and off again', async (context) => {
    const pid = first + 4;
    const hook = await startHook(context, String(pid));
    const engine = createEngine();
    context.after(() => engine.close());
    const session = await engine.openSource(String(pid), { command });
    assert.deepEqual(session.update().attach, { state: 'off', log: [] });
    await session.attach(true);
    await until('the hook’s readiness', () => session.update().attach?.state === 'capturing');
    await until('its log', () => session.update().attach?.log[0]?.text === 'capturing 64 x 48 in memory');
    await until('its picture', () => session.update().state.kind === 'live');
    await session.attach(false);
    assert.equal(session.update().attach?.state, 'off');
    await untilState(hook, 'idle, asked 0 0');
    await session.attach(true);
    session.close();
    await untilState(hook, 'idle, asked 0 0');
    const other = await engine.openSource('GameCapture_HookInfo1');
    assert.equal(other.update().attach, null);
    await assert.rejects(other.attach(true), { code: 'usage' });
  });

  test('a hook that never gets ready is said to be silent, with reasons, and is as it was', async (context) => {
    const hook = await startHook(context, String(first + 12), 'opengl', 'unseen');
    const pid = await hook.ask('pid');
    // They count from the command's start; the five seconds from when it has attached, which a busy machine delays.
    const { code, stdout, stderr } = await framelatch('attach', pid, '--seconds', '15', '--json');
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(said[1], { offsets: 'not-needed', libraries: ['OpenGL'] });
    const silence = said.find(({ capturing }) => capturing === false);
    assert.equal(silence?.['afterMs'], 5000);
    assert.match(String(silence?.['reasons']), /presents no pictures/);
    assert.deepEqual(said.at(-1), { detached: 'ended', begun: false });
    assert.equal(code, 1);
    assert.equal((JSON.parse(stderr) as { code: string }).code, 'hook-silent');
    await untilState(hook, 'idle, asked 0 0');
  });

  test('a hook of a child window that presents rarely is taken over from an application that has gone', async (context) => {
    const hook = await startHook(context, String(first + 13), 'opengl', 'child', 'rare');
    const pid = Number(await hook.ask('pid'));
    const { keepAlive: name, restart, initialize } = hookObjects({ pid });
    const former = NamedMutex.create(name);
    former.tryLock();
    signal(initialize);
    signal(restart);
    await untilState(hook, 'capturing 1 0, asked 0 0');
    former.close();
    const attachment = await Attachment.start({ pid }, { command, fps: 0, find: findNever });
    context.after(() => attachment.close());
    await until('the hook’s readiness', () => attachment.capturing);
    await untilState(hook, 'capturing 0 0, asked 1 0');
    attachment.close();
    // It takes Stop at its next look.
    await untilState(hook, 'idle, asked 0 0');
  });
}
