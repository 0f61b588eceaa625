import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noOffsets, parseOffsets } from '../../engine/attach/offsets';
import { Attachment, endText, NamedMutex, preparationText, SharedRegion } from '../../engine/index';
import { command, findNever, keepAlive, until, untilState, type AttachActors } from './hooks';
import { framelatch } from './processes';

/** As a tool prints them; the hooks of the suite look at DXGI's alone. */
const offsetsIni = '[dxgi]\npresent=0x1a2b0\npresent1=0x1a3c0\nresize=0x1f00\nrelease=0x77\n';
const findNone = async () => ({ offsets: noOffsets(), problem: 'nobody looked' });

/** What a hook has to be told before it begins. @param first a number of its own for each test */
export function offsetsSuite({ hook: startHook }: AttachActors, first: number): void {
  test('a Direct3D hook without offsets is refused and stays unused, unless its user was asked', async (context) => {
    const hook = await startHook(context, String(first + 8), 'd3d');
    const pid = Number(await hook.ask('pid'));
    await assert.rejects(Attachment.start({ pid }, { command, find: findNone }), {
      code: 'hook-unprepared',
      reason: /has loaded .*DXGI.*nobody looked.*never capture Direct3D/,
    });
    assert.equal(NamedMutex.isKept(keepAlive(pid)), false);
    assert.equal(await hook.ask('state'), 'idle, asked 0 0');
    const { stdout } = await framelatch('inspect', String(pid), '--json');
    const { hook: facts } = JSON.parse(stdout) as { hook: { libraries: string[] } };
    // Wine's DXGI draws with OpenGL.
    const libraries = facts.libraries.filter((library) => library !== 'OpenGL');
    assert.deepEqual({ ...facts, libraries }, { offsets: 'missing', libraries: ['DXGI'], keeper: null });
    const attachment = await Attachment.start({ pid }, { command, find: findNone, acceptLoss: true });
    assert.equal(attachment.preparation.origin, 'without');
    await until('its being used up', async () => (await hook.ask('state')).startsWith('used up'));
    attachment.close();
    assert.equal(attachment.untouched, false);
    assert.match(endText(attachment), /begun without offsets: that cannot be undone/);
    await untilState(hook, 'used up, asked 0 0');
  });

  test('a Direct3D hook is told the offsets of a file before it begins, and they stay', async (context) => {
    const hook = await startHook(context, String(first + 9), 'd3d');
    const pid = Number(await hook.ask('pid'));
    const offsets = parseOffsets(offsetsIni, 'a file');
    const attachment = await Attachment.start({ pid }, { command, find: findNever, offsets });
    context.after(() => attachment.close());
    assert.equal(attachment.preparation.origin, 'given');
    await until('the hook’s readiness', () => attachment.capturing);
    const stands = '6=107184 7=7936 8=107456 17=119';
    assert.equal(await hook.ask('offsets'), stands);
    attachment.close();
    await untilState(hook, 'idle, asked 0 0');
    assert.equal(await hook.ask('offsets'), stands);
    assert.match(
      (await framelatch('inspect', String(pid))).stdout,
      /offsets +present \(it has loaded DXGI(, OpenGL)?\)/,
    );
    // Whoever comes next needs none.
    const next = await Attachment.start({ pid }, { command, find: findNever });
    assert.equal(next.preparation.origin, 'read-before');
    await until('the hook’s readiness', () => next.capturing);
    next.close();
    await untilState(hook, 'idle, asked 0 0');
  });

  test('offsets that were found are told, and those that stand are left as they are', async (context) => {
    const hook = await startHook(context, String(first + 10), 'd3d');
    const pid = Number(await hook.ask('pid'));
    const info = SharedRegion.open(`CaptureHook_HookInfo${pid}`, { access: 'write' });
    // Presents are known, what resizes is not; DirectDraw's are nobody's business.
    info.storeWord(68 + 6 * 4, 4096);
    info.storeWord(68 + 9 * 4, 99);
    info.close();
    const find = async () => ({ offsets: parseOffsets(offsetsIni, 'the helper'), problem: null });
    const attachment = await Attachment.start({ pid }, { command, find });
    assert.equal(attachment.preparation.origin, 'found');
    await until('the hook’s readiness', () => attachment.capturing);
    attachment.close();
    assert.equal(await hook.ask('offsets'), '6=4096 7=7936 8=107456 9=99 17=119');
    await untilState(hook, 'idle, asked 0 0');
  });

  test('a hook in an OpenGL program needs no offsets, and nobody looks for any', async (context) => {
    const hook = await startHook(context, String(first + 11), 'opengl');
    const pid = Number(await hook.ask('pid'));
    const attachment = await Attachment.start({ pid }, { command, find: findNever });
    context.after(() => attachment.close());
    assert.equal(attachment.preparation.origin, 'not-needed');
    assert.match(preparationText(attachment), /has loaded OpenGL: its hook needs no offsets/);
    await until('the hook’s readiness', () => attachment.capturing);
    attachment.close();
    await untilState(hook, 'idle, asked 0 0');
    assert.equal(await hook.ask('offsets'), 'none');
    assert.match((await framelatch('inspect', String(pid))).stdout, /offsets +not needed \(it has loaded OpenGL\)/);
  });
}
