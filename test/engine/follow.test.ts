import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { createEngine, loadNative, RawWriter, SavedSources } from '../../engine/index';
import { parseReading } from '../../protocol/reading';
import { atEnd } from '../support/cleanup';
import { uniqueId } from '../support/processes';
import { kill, Program, quit, uniqueProgram } from '../support/programs';
import { engine } from './support';

/* A hook's number changes with each start of its program. */

const hookName = (id: number) => `CaptureHook_HookInfo${id}`;

function engineThatSaves(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-follow-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const created = createEngine(loadNative(), new SavedSources(join(folder, 'sources.json')));
  atEnd(context, () => created.close());
  return created;
}

test('a program’s name means its hook, with and without .exe, in any case', async (context) => {
  const { resolve, listSources } = engine(context);
  const name = uniqueProgram();
  const bare = name.replace('.exe', '');
  assert.equal((await resolve(name)).name, name, 'before it runs, it may be a mapping’s name');
  assert.equal((await resolve(`program:${name}`)).name, `program:${name}`);
  const id = uniqueId();
  await (await Program.create(context, name)).start(id);
  for (const typed of [
    name,
    bare,
    name.toUpperCase(),
    `program:${bare}`,
    ` program:${name} `,
    `${bare} as capture-hook`,
  ]) {
    assert.equal((await resolve(typed)).name, hookName(id), typed);
  }
  for (const typed of [`./${name}`, `${bare} as struct`, `Local\\${name}`, `${bare}x`]) {
    assert.notEqual((await resolve(typed)).name, hookName(id), typed);
  }
  const row = (await listSources()).find((source) => source.name === hookName(id));
  assert.equal(row?.program, name, 'the whole name, of which the system keeps 15 bytes');
});

test('several hooks of one program: none is taken in silence, a saved source means the newest', async (context) => {
  const { resolve, resolveToKeep, saved } = engineThatSaves(context);
  const name = uniqueProgram();
  const program = await Program.create(context, name);
  const [older, newer] = [uniqueId() + 500, uniqueId()];
  await program.start(older);
  const kept = await resolveToKeep(name);
  assert.equal(kept.name, `program:${name}`);
  saved.save('cam', kept.name);
  assert.equal((await resolve('cam')).name, hookName(older));
  await program.start(newer);
  await assert.rejects(resolve(name), (thrown: Error & { code?: string }) => {
    assert.equal(thrown.code, 'name-ambiguous');
    assert.match(thrown.message, new RegExp(`${newer}, ${older}`));
    return true;
  });
  assert.equal((await resolve('cam')).name, hookName(newer));
});

test('a mapping of that very name comes first', async (context) => {
  const { resolve } = engine(context);
  const name = uniqueProgram();
  await (await Program.create(context, name)).start(uniqueId());
  const { raw } = parseReading('raw 8x6 R8G8B8A8_UNORM');
  assert.ok(raw);
  const writer = new RawWriter(name, raw, 8 * 6 * 4, null);
  context.after(() => writer.close());
  assert.equal((await resolve(name)).name, name);
});

test('a program without a hook is named as that, and no name is refused', async (context) => {
  const { resolve, inspect } = engine(context);
  const name = uniqueProgram();
  await assert.rejects(inspect(await resolve(`program:${name}`)), { code: 'mapping-missing', target: name });
  await assert.rejects(resolve('program:'), { code: 'name-invalid' });
  await assert.rejects(resolve('program:/bin/sh'), { code: 'name-invalid' });
});

test('followed over restarts: each start is given once, and what ran beside it is not it', async (context) => {
  const { follow } = engine(context);
  const name = uniqueProgram();
  const program = await Program.create(context, name);
  const follower = follow(name);
  const first = follower.next();
  const [one, two, three] = [uniqueId(), uniqueId(), uniqueId()];
  const producer = await program.start(one);
  assert.equal(await first, hookName(one));
  assert.equal(follower.comesBackElsewhere, true);
  assert.equal(await follower.look(), null, 'it is given once');
  await kill(producer);
  assert.equal(await follower.look(), null, 'what a dead producer leaves behind is no hook');
  const second = await program.start(two);
  assert.equal(await follower.next(), hookName(two));
  await quit(second);
  const third = await program.start(two);
  assert.equal(await follower.next(), hookName(two), 'under the same number, too');
  await quit(third);
  await program.start(three);
  await program.start(one + 500);
  await assert.rejects(follower.next(), { code: 'name-ambiguous' });
});

test('a number is waited for, a wait can be ended, and a path is there at once', async (context) => {
  const { follow } = engine(context);
  const id = uniqueId();
  const control = new AbortController();
  const never = follow(uniqueProgram()).next(control.signal);
  control.abort();
  assert.equal(await never, null);
  const follower = follow(String(id));
  const waited = follower.next();
  await (await Program.create(context, uniqueProgram())).start(id);
  assert.equal(await waited, hookName(id));
  assert.equal(follower.comesBackElsewhere, false);
  assert.equal(await follow('/dev/fb7').next(), '/dev/fb7');
});
