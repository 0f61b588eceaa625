import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Refusal, root } from './run.mjs';
import { linuxElectron, linuxElectronVersion } from './runtimes-linux.mjs';
import { windowsElectron, windowsElectronVersion } from './runtimes-windows.mjs';

const testRuntimes = {
  linux: async () => ({ electronFolder: await linuxElectron(), electronVersion: linuxElectronVersion }),
  win32: async () => ({ electronFolder: await windowsElectron(), electronVersion: windowsElectronVersion }),
};
const executables = { linux: 'electron', win32: 'electron.exe' };

/**
 * The Electron that is packaged for a platform: the one at ELECTRON_OVERRIDE_DIST_PATH or fetched by npm where it is for
 * that platform; else for a test build the one for tests; else the pinned version from Electron's release site; else, when
 * this is no release, the one for tests once more, said so.
 * @returns {Promise<{ electronFolder: string, electronVersion: string, isForTests: boolean }>} the folder of it, or of its
 * archive
 */
export async function chooseElectron(platform, { isTestBuild, isRelease }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const fetched = join(root, 'node_modules', 'electron', 'dist');
  for (const folder of [override, fetched]) {
    if (folder && existsSync(join(folder, executables[platform]))) return unpackedElectron(folder);
  }
  if (override && platform === process.platform) {
    throw new Refusal(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${executables[platform]} in ${override}.`);
  }
  if (isTestBuild) return { ...(await testRuntimes[platform]()), isForTests: true };
  return downloadedElectron(platform, isRelease);
}

/** Electron's own distribution says in `version` which one it is. */
function unpackedElectron(folder) {
  const file = join(folder, 'version');
  if (!existsSync(file)) throw new Refusal(`${folder} has no file 'version' that says which Electron it is.`);
  const electronVersion = readFileSync(file, 'utf8').trim().replace(/^v/, '');
  return { electronFolder: folder, electronVersion, isForTests: false };
}

/** By the downloader that Electron's own package uses, which checks the archive's SHA-256 and keeps it. */
async function downloadedElectron(platform, isRelease) {
  const require = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));
  const { version } = require('./package.json');
  const { downloadArtifact } = require('@electron/get');
  try {
    const archive = await downloadArtifact({ version, artifactName: 'electron', platform, arch: 'x64' });
    return { electronFolder: dirname(archive), electronVersion: version, isForTests: false };
  } catch (thrown) {
    const sentence = `Electron ${version} for ${platform} could not be fetched (${thrown.message})`;
    if (isRelease) throw new Refusal(`${sentence}. Put it into a folder and name that by ELECTRON_OVERRIDE_DIST_PATH.`);
    const electron = await testRuntimes[platform]();
    process.stdout.write(
      `${sentence}: these packages have Electron ${electron.electronVersion}, which is for tests, and are called -test.\n`,
    );
    return { ...electron, isForTests: true };
  }
}
