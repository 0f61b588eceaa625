import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Refusal, root } from './run.mjs';
import { linuxElectron, linuxElectronVersion } from './runtimes-linux.mjs';
import { windowsElectron, windowsElectronVersion } from './runtimes-windows.mjs';

const testRuntimes = {
  linux: async () => ({ electronFolder: await linuxElectron(), electronVersion: linuxElectronVersion }),
  win32: async () => ({ electronFolder: await windowsElectron(), electronVersion: windowsElectronVersion }),
};
const executables = { linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app' };

/**
 * The Electron that is packaged for a platform: the one at ELECTRON_OVERRIDE_DIST_PATH or fetched by npm where it is for
 * that platform, else for a test build the one for tests, else the pinned version, which electron-builder fetches.
 */
export async function chooseElectron(platform, isTestBuild) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const fetched = join(root, 'node_modules', 'electron', 'dist');
  for (const folder of [override, fetched]) {
    if (folder && existsSync(join(folder, executables[platform]))) return unpackedElectron(folder);
  }
  if (override && platform === process.platform) {
    throw new Refusal(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${executables[platform]} in ${override}.`);
  }
  if (isTestBuild && testRuntimes[platform]) return testRuntimes[platform]();
  const { version } = createRequire(import.meta.url)('electron/package.json');
  return { electronFolder: null, electronVersion: version };
}

/** Electron's own distribution says in `version` which one it is. */
function unpackedElectron(folder) {
  const file = join(folder, 'version');
  if (!existsSync(file)) throw new Refusal(`${folder} has no file 'version' that says which Electron it is.`);
  return { electronFolder: folder, electronVersion: readFileSync(file, 'utf8').trim().replace(/^v/, '') };
}
