import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openByName } from '../e2e/support/core-journeys';
import { atEnd } from '../support/cleanup';
import { temporaryFolder } from '../support/layouts';
import { finish } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';
import { AsUser, waitForPicture } from './as-user';
import { packageFile } from './support';

/* Without FUSE, which few containers have: unpacked by its own runtime. */

const timeout = 240_000;

/** Where a normal user can read it. */
function forEveryone(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-appimage-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const file = join(folder, 'Framelatch.AppImage');
  copyFileSync(packageFile('.AppImage'), file);
  chmodSync(file, 0o755);
  return file;
}

test('AppImage: commands work in it, and its window opens in the sandbox as a user', { timeout }, async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can become another user')) return;
  if (!requireProgram(context, 'Xvfb', 'xvfb')) return;
  const file = forEveryone(context);
  const started = await new AsUser(context, file, ':', 'APPIMAGE_EXTRACT_AND_RUN=1').run('--version');
  assert.equal(started.code, 0, started.stderr);
  // The runtime that tests use names each file that it unpacks before.
  assert.match(started.stdout, /\d+\.\d+\.\d+\n/);
  const folder = join(file, '..');
  // The runtime makes its folders for root alone.
  const script = 'cd "$1" && "$2" --appimage-extract >/dev/null && chmod -R a+rX squashfs-root';
  const unpacked = await finish('sh', ['-c', script, 'sh', folder, file]);
  assert.equal(unpacked.code, 0, unpacked.stderr);
  const user = new AsUser(context, join(folder, 'squashfs-root', 'AppRun'));
  const id = await user.send(context);
  assert.match((await user.run('list')).stdout, new RegExp(`CaptureHook_HookInfo${id} `));
  const window = await user.open(context);
  await openByName(window, id);
  await waitForPicture(window, 'appimage-window');
});

test('AppImage: its AppRun is the launcher, and it has what desktops look for', async (context) => {
  const folder = temporaryFolder(context);
  const script = 'cd "$1" && "$2" --appimage-extract "$3" >/dev/null';
  for (const name of ['AppRun', '*.desktop', '*.png', '.DirIcon', 'usr/lib/framelatch/bin/*']) {
    assert.equal((await finish('sh', ['-c', script, 'sh', folder, packageFile('.AppImage'), name])).code, 0, name);
  }
  const image = join(folder, 'squashfs-root');
  assert.equal(readlinkSync(join(image, 'AppRun')), 'usr/lib/framelatch/bin/framelatch');
  assert.deepEqual(readdirSync(image).sort(), ['.DirIcon', 'AppRun', 'framelatch.desktop', 'framelatch.png', 'usr']);
  assert.match(readFileSync(join(image, 'framelatch.desktop'), 'utf8'), /^Icon=framelatch$/m);
});
