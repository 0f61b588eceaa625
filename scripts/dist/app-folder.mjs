import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildWindows } from '../build-windows.mjs';
import { chooseElectron } from '../lib/choose-electron.mjs';
import { importTypeScript } from '../lib/import-typescript.mjs';
import { findProgram, Refusal, root } from '../lib/run.mjs';
import { updateConfiguration } from './feed.mjs';
import { writeManual } from './manual.mjs';
import { writeNotices } from './notices.mjs';

const mingw = 'x86_64-w64-mingw32-g++-posix';

/** What can be packaged for; `obstacle` says why not on this machine. */
export const systems = {
  linux: {
    platform: 'linux',
    executable: 'linux-unpacked/framelatch',
    obstacle: () => (process.platform === 'linux' ? null : 'packages for Linux are made on Linux'),
  },
  windows: {
    platform: 'win32',
    executable: 'win-unpacked/Framelatch.exe',
    obstacle: () => {
      if (process.platform === 'win32') return null;
      return findProgram(mingw) ? null : 'apt-get install g++-mingw-w64-x86-64-posix';
    },
  },
};

/**
 * An app in a folder, from which every package is made.
 * @typedef {object} App
 * @property {string} folder with the executable and all that it needs
 * @property {string} executable
 * @property {string} version of Framelatch
 * @property {string} electronVersion
 * @property {string} output the folder for packages
 * @property {string} suffix of their names: '-test' with an Electron that is for tests
 */

/**
 * Packages a system's app into a folder by electron-builder, and reads its fuses back.
 * @returns {Promise<App>}
 */
export async function packApp(system, { output, isTestBuild, release, version }) {
  const { platform, executable } = systems[system];
  if (platform === 'win32' && process.platform !== 'win32') await buildWindows();
  requireAddon(platform);
  const { Arch, build: packageApp, Platform } = await import('electron-builder');
  const { configuration, wrongFuses } = await importTypeScript('build/electron-builder.ts');
  const electron = await chooseElectron(platform, { isTestBuild, isRelease: release ?? false });
  const ownVersion = packagedVersion(version);
  await writeNotices({ electronVersion: electron.electronVersion, version: ownVersion });
  await writeManual();
  // What an earlier run left must not be taken for what this one made.
  rmSync(join(root, output, dirname(executable)), { recursive: true, force: true });
  await packageApp({
    targets: Platform.fromString(system).createTarget('dir', Arch.x64),
    projectDir: root,
    publish: 'never',
    config: configuration({ ...electron, output, isTestBuild, version, update: await updateConfiguration() }),
  });
  const path = join(root, output, executable);
  if (!existsSync(path)) throw new Refusal(`There is no ${output}/${executable} after packaging.`);
  const wrong = await wrongFuses(path, isTestBuild);
  if (wrong.length) throw new Refusal(`${output}/${executable} must not be released:\n${wrong.join('\n')}`);
  const { electronVersion, isForTests } = electron;
  process.stdout.write(`${output}/${executable}: Electron ${electronVersion}, every fuse as it should be\n`);
  return {
    folder: dirname(path),
    executable: path,
    version: ownVersion,
    electronVersion,
    output: join(root, output),
    suffix: isTestBuild || isForTests ? '-test' : '',
  };
}

/** Framelatch's version in packages: the one that was asked for, else package.json's. */
export function packagedVersion(version) {
  return version ?? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

function requireAddon(platform) {
  const addon = `out/native/${platform}-x64/framelatch.node`;
  if (existsSync(join(root, addon))) return;
  const how = platform === 'win32' ? 'node scripts/build-windows.mjs' : 'npm run build, on that system';
  throw new Refusal(`There is no ${addon} to package: ${how}.`);
}
