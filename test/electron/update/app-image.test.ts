import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { appImageInstaller, ownAppImage } from '../../../electron/update/app-image';

function folderOf(context: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'framelatch-app-image-')));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('only the AppImage that the executable comes from is ours', (context) => {
  if (process.platform === 'win32') return context.skip('AppImages are Linux’s');
  const folder = folderOf(context);
  const [mounted, file, executable] = [join(folder, 'mount'), join(folder, 'a.AppImage'), join(folder, 'mount', 'app')];
  mkdirSync(mounted);
  for (const path of [file, executable]) writeFileSync(path, '');
  const env = { APPIMAGE: file, APPDIR: mounted };
  assert.equal(ownAppImage(env, executable), file);
  assert.equal(ownAppImage({}, executable), null);
  assert.equal(ownAppImage({ APPIMAGE: file }, executable), null);
  assert.equal(ownAppImage({ APPIMAGE: 'a.AppImage', APPDIR: mounted }, executable), null);
  // Started from a terminal that is an AppImage itself.
  assert.equal(ownAppImage({ APPIMAGE: file, APPDIR: join(folder, 'terminal') }, executable), null);
  assert.equal(ownAppImage(env, join(folder, 'elsewhere')), null);
  symlinkSync(file, join(folder, 'link'));
  assert.equal(ownAppImage({ ...env, APPIMAGE: join(folder, 'link') }, executable), file, 'the file, not the link');
});

test('the new file takes the old one’s place and permissions; what a dead process left goes', async (context) => {
  if (process.platform === 'win32') return context.skip('AppImages are Linux’s');
  const folder = folderOf(context);
  const file = join(folder, 'a.AppImage');
  writeFileSync(file, 'old', { mode: 0o750 });
  // No process has a number above 2^22.
  writeFileSync(join(folder, '.framelatch-update-99999999-0a.part'), 'unfinished');
  const alive = `.framelatch-update-${process.ppid}-0a.part`;
  writeFileSync(join(folder, alive), 'another’s');
  const installer = appImageInstaller(file, {}, []);
  installer.removeUnfinished();
  const path = installer.place();
  assert.equal(dirname(path), folder, 'on the same file system');
  writeFileSync(path, 'new', { mode: 0o600 });
  await installer.install(path);
  assert.deepEqual(readdirSync(folder).sort(), [alive, 'a.AppImage']);
  assert.equal(readFileSync(file, 'utf8'), 'new');
  assert.equal(statSync(file).mode & 0o777, 0o750);
});

test('what cannot be replaced stays as it is', async (context) => {
  if (process.platform === 'win32') return context.skip('AppImages are Linux’s');
  const folder = folderOf(context);
  const file = join(folder, 'a.AppImage');
  writeFileSync(file, 'old');
  const install = appImageInstaller(file, {}, []).install(join(folder, 'missing'));
  await assert.rejects(install, { code: 'update-not-installed', target: file });
  assert.equal(readFileSync(file, 'utf8'), 'old');
});
