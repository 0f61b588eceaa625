import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { configFolder, folderFrom } from '../../engine/config-folder';
import { createEngine, loadNative, RawWriter, SavedSources } from '../../engine/index';
import { parseReading } from '../../protocol/reading';
import { uniqueName } from '../support/layouts';
import { cliScript } from '../support/paths';
import { finish } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';

function configuration(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-saved-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a name of the user’s opens its source, in a shape that says the same', async (context) => {
  const path = join(configuration(context), 'new', 'sources.json');
  const saved = new SavedSources(path);
  saved.save('my camera', 'Frames as raw 640x480 nv12 buffers=1 bt601');
  saved.save('OBSVirtualCamVideo', 'OBSVirtualCamVideo as virtual-camera bt601 full');
  const engine = createEngine(loadNative(), new SavedSources(path));
  context.after(() => engine.close());
  const { name, layout, raw, yuv } = await engine.resolve(' my camera ');
  assert.deepEqual([name, layout, raw?.width, raw?.format, yuv?.matrix], ['Frames', 'raw', 640, 103, 'bt601']);
  assert.equal((await engine.resolve('OBSVirtualCamVideo')).yuv?.range, 'full');
  const rows = await engine.listSources();
  assert.deepEqual(rows[0], {
    name: 'my camera',
    layout: 'raw',
    width: 640,
    height: 480,
    format: 'NV12',
    producer: null,
    leftover: false,
    saved: 'Frames as raw 640x480 NV12 bt601 limited',
  });
  assert.equal(saved.forget('my camera'), true);
  assert.equal(saved.forget('my camera'), false);
  assert.equal((await engine.resolve('my camera')).name, 'my camera');
});

test('what is no name or no source is refused, and a file that makes no sense is not written over', (context) => {
  const path = join(configuration(context), 'sources.json');
  const saved = new SavedSources(path);
  for (const name of ['', ' x', '77', 'a/b', 'pipe:x', 'Local\\x', 'x as raw', 'x'.repeat(65), 'a\nb']) {
    assert.throws(() => saved.save(name, 'Frames as struct'), { code: 'name-invalid' }, name);
  }
  assert.throws(() => saved.save('x', 'Frames as raw 640 NV12'), { code: 'usage' });
  assert.throws(() => saved.save('x', `${'F'.repeat(1100)} as struct`), { code: 'usage' });
  writeFileSync(path, '{"x": ');
  assert.equal(saved.all().size, 0);
  assert.throws(() => saved.save('x', 'Frames as struct'), { code: 'file-unreadable' });
  assert.equal(readFileSync(path, 'utf8'), '{"x": ');
  writeFileSync(path, '{"x": "Frames as struct", "y": 7}');
  assert.deepEqual([...saved.all()], [['x', 'Frames as struct']]);
});

test('the command line saves, lists, opens and forgets', async (context) => {
  const name = uniqueName();
  const { raw } = parseReading('raw 64x48 R8G8B8A8_UNORM');
  assert.ok(raw);
  const writer = new RawWriter(name, raw, 64 * 48 * 4, null);
  context.after(() => writer.close());
  writer.publish(new Uint8Array(64 * 48 * 4));
  const env = { ...process.env, XDG_CONFIG_HOME: configuration(context) };
  const run = (...args: string[]) => finish(process.execPath, [cliScript, ...args], undefined, env);
  const own = `own ${name}`;
  assert.match((await run('save', own, name, '--layout', 'raw 64x48 R8G8B8A8_UNORM')).stderr, /opens it/);
  assert.match((await run('list')).stdout, new RegExp(`${own} +raw +64x48 +R8G8B8A8_UNORM +– +saved: ${name} as raw`));
  const watched = await run('watch', own, '--frames', '1');
  assert.equal(watched.code, 0, watched.stderr);
  assert.match(watched.stdout, /64x48 R8G8B8A8_UNORM/);
  assert.equal((await run('save', own, '--forget')).code, 0);
  assert.equal((await run('save', own, '--forget')).code, 1);
  assert.equal((await run('save', own)).code, 2, 'no source');
  await run('save', 'dump', './dump.xwd');
  assert.match((await run('list')).stdout, /dump +unknown .*saved: \/.*\/dump\.xwd/, 'the same file from every folder');
});

/** `save` as a process of its own, with settings in `folder`. */
function saveIn(env: NodeJS.ProcessEnv, ...words: string[]) {
  return finish(process.execPath, [cliScript, 'save', ...words], undefined, { ...process.env, ...env });
}

test('a name that stands for something else is not taken from it, unless that is asked for, and then it is said', async (context) => {
  const env = { XDG_CONFIG_HOME: configuration(context) };
  assert.equal((await saveIn(env, 'cam', 'Frames')).code, 0);
  assert.equal((await saveIn(env, 'cam', 'Frames')).code, 0, 'the same again');
  const refused = await saveIn(env, 'cam', 'Others');
  assert.deepEqual(
    [refused.code, /name-taken/.test(refused.stderr), /stands for Frames/.test(refused.stderr)],
    [1, true, true],
  );
  const replaced = await saveIn(env, 'cam', 'Others', '--force');
  assert.match(replaced.stderr, /^Replaced: it stood for Frames\.\nSaved/);
  const saved = new SavedSources(join(env.XDG_CONFIG_HOME, 'framelatch', 'sources.json'));
  assert.deepEqual([...saved.all()], [['cam', 'Others']]);
});

test('of eight saves at once each is kept', async (context) => {
  const env = { XDG_CONFIG_HOME: configuration(context) };
  const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
  const results = await Promise.all(names.map((name) => saveIn(env, name, 'Frames')));
  assert.deepEqual(
    results.map(({ code }) => code),
    names.map(() => 0),
  );
  const saved = new SavedSources(join(env.XDG_CONFIG_HOME, 'framelatch', 'sources.json'));
  assert.deepEqual([...saved.all().keys()].sort(), names);
});

test('a source that nothing can be called is not saved', (context) => {
  const saved = new SavedSources(join(configuration(context), 'sources.json'));
  for (const source of ['a\\b', '', 'Local\\a\\b', '..', 'pipe:a/b', 'a\\b as raw 8x8 NV12']) {
    assert.throws(() => saved.save('x', source), { code: 'name-invalid' }, source);
  }
  assert.equal(saved.all().size, 0);
});

test('variables that are empty or relative lead nowhere', { skip: process.platform !== 'linux' }, () => {
  for (const value of ['', 'config', './config']) {
    assert.equal(configFolder({ XDG_CONFIG_HOME: value, HOME: '/home/x' }), '/home/x/.config/framelatch');
    assert.equal(folderFrom({ XDG_RUNTIME_DIR: value }, 'XDG_RUNTIME_DIR'), null);
    assert.equal(configFolder({ HOME: value }), join(userInfo().homedir, '.config', 'framelatch'));
  }
  assert.equal(configFolder({ XDG_CONFIG_HOME: '/config', HOME: '/home/x' }), '/config/framelatch');
});

test('without a home folder everything works but saving, and that says so', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can become a user that nobody knows')) return;
  if (!requireProgram(context, 'setpriv', 'util-linux')) return;
  const asNobody = ['--reuid', '54321', '--regid', '54321', '--clear-groups', 'env', '-i', process.execPath, cliScript];
  const listed = await finish('setpriv', [...asNobody, 'list']);
  assert.equal(listed.code, 0, listed.stderr);
  const { code, stderr } = await finish('setpriv', [...asNobody, 'save', 'x', 'Frames']);
  assert.equal(code, 1);
  assert.match(stderr, /HOME is not set.*\[file-unreadable\]/);
});

test('a home folder that nobody may write into is a sentence', async (context) => {
  if (!requireThat(context, process.platform === 'linux', 'only Linux has /proc')) return;
  const { code, stderr } = await saveIn({ XDG_CONFIG_HOME: '/proc/self' }, 'x', 'Frames');
  assert.equal(code, 1);
  assert.match(stderr, /\[file-unwritable\]\n {2}→ /);
});
