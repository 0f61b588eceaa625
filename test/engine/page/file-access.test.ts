import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';

import { FileAccess, isNetworkPath, type FileQuestion } from '../../../engine/page/file-access';
import { SettingsFile } from '../../../engine/page/settings-file';
import { SourceOpener } from '../../../engine/page/source-opener';
import { createEngine, SavedSources } from '../../../engine/index';
import { FramelatchError } from '../../../protocol/errors';

/** A page that may open what its user gave, in a folder with two files and a link to the second. */
function page(context: TestContext, ask: FileQuestion | null) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'framelatch-files-')));
  for (const name of ['given.raw', 'secret.raw']) writeFileSync(join(folder, name), Buffer.alloc(64, 7));
  symlinkSync(join(folder, 'secret.raw'), join(folder, 'link.raw'));
  mkdirSync(join(folder, 'below'));
  const saved = new SavedSources(join(folder, 'sources.json'));
  const engine = createEngine(undefined, saved);
  const settings = new SettingsFile(join(folder, 'settings.json'), assert.fail);
  const files = new FileAccess(engine, { ask, allowScreens: false });
  const opener = new SourceOpener(engine, files, settings, { name: null });
  context.after(() => {
    engine.close();
    rmSync(folder, { recursive: true });
  });
  const isOpened = async (typed: string): Promise<boolean> => {
    try {
      (await opener.open(typed)).close();
      return true;
    } catch (thrown) {
      if (thrown instanceof FramelatchError && thrown.code === 'file-not-allowed') return false;
      throw thrown;
    }
  };
  return { folder, files, isOpened, saved, settings, opener };
}

test('a page opens no file that the user did not give past it, however it is spelled', async (context) => {
  const { folder, isOpened, saved, settings } = page(context, null);
  const secret = join(folder, 'secret.raw');
  saved.save('mine', `${secret} as raw 4x4 B8G8R8A8_UNORM`);
  const ways = [
    secret,
    `${secret} as raw 4x4 B8G8R8A8_UNORM`,
    `  ${secret}`,
    join(folder, 'link.raw'),
    `${folder}/below/../secret.raw`,
    relative(process.cwd(), secret),
    `/dev/shm/../..${secret}`,
    `/proc/self/root${secret}`,
    '/proc/self/fd/0',
    '/proc/self/maps as struct',
    '/dev/fb0',
    '/dev/mem',
    '/etc/shadow as checked-block',
    'mine',
  ];
  for (const way of ways) assert.equal(await isOpened(way), false, way);
  assert.equal(settings.settings.lastSource, null);
});

test('shared memory opens freely', async (context) => {
  const { isOpened } = page(context, null);
  assert.equal(await isOpened('CaptureHook_HookInfo7070'), true);
  assert.equal(await isOpened('/dev/shm/CaptureHook_HookInfo7070'), true);
  assert.equal(await isOpened('CaptureHook_HookInfo7070 as raw 4x4 B8G8R8A8_UNORM'), true);
});

test('what the command line gave opens, by any spelling, and nothing beside it', async (context) => {
  const { folder, files, isOpened } = page(context, null);
  files.allow(relative(process.cwd(), join(folder, 'given.raw')));
  assert.equal(await isOpened(`${join(folder, 'given.raw')} as raw 4x4 B8G8R8A8_UNORM`), true);
  assert.equal(await isOpened(`${folder}/below/../given.raw as raw 4x4 B8G8R8A8_UNORM`), true);
  assert.equal(await isOpened(join(folder, 'secret.raw')), false);
  assert.equal(await isOpened(folder), false);
});

test('a question names the whole path, its yes holds for the run, and a page cannot ask for ever', async (context) => {
  const asked: string[] = [];
  const { folder, isOpened } = page(context, async (path) => {
    asked.push(path);
    return path.endsWith('given.raw');
  });
  const given = `${join(folder, 'given.raw')} as raw 4x4 B8G8R8A8_UNORM`;
  assert.equal(await isOpened(given), true);
  assert.equal(await isOpened(given), true);
  assert.deepEqual(asked, [join(folder, 'given.raw')]);
  const answers = await Promise.all(Array.from({ length: 50 }, () => isOpened(join(folder, 'link.raw'))));
  assert.deepEqual(new Set(answers), new Set([false]));
  assert.deepEqual(new Set(asked.slice(1)), new Set([join(folder, 'secret.raw')]));
  assert.ok(asked.length <= 10, `${asked.length} questions`);
});

test('a name on another machine is refused before anything of it is looked up', async (context) => {
  for (const name of [
    '\\\\host\\share\\x',
    '\\\\?\\UNC\\host\\share',
    '\\\\.\\pipe\\x',
    ' \\\\host\\s as raw 4x4 NV12',
  ]) {
    assert.equal(isNetworkPath(name, 'linux'), true, name);
  }
  for (const name of ['//host/share/x', '/\\host/share', '\\/host'])
    assert.equal(isNetworkPath(name, 'win32'), true, name);
  for (const name of ['//tmp/x', '/tmp/x']) assert.equal(isNetworkPath(name, 'linux'), false, name);
  for (const name of ['C:\\x', 'Local\\CaptureHook_HookInfo1', 'c:/x'])
    assert.equal(isNetworkPath(name, 'win32'), false, name);
  const { isOpened } = page(context, () => assert.fail('nobody is asked'));
  assert.equal(await isOpened('\\\\host\\share\\x'), false);
});

test('what names nothing is not remembered, and what was open before stays the last one', async (context) => {
  const { settings, opener } = page(context, null);
  await assert.rejects(opener.open('a\\b'), { code: 'name-invalid' });
  assert.equal(settings.settings.lastSource, null);
  const session = await opener.open('CaptureHook_HookInfo7071');
  await assert.rejects(opener.open('a\\b'), { code: 'name-invalid' });
  assert.equal(settings.settings.lastSource, 'CaptureHook_HookInfo7071');
  session.close();
});
