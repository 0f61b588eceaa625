#!/usr/bin/env node
// Packages the app by electron-builder: `npm run dist`, `node scripts/dist.mjs --help`.

import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from './build.mjs';
import { chooseElectron } from './lib/choose-electron.mjs';
import { importTypeScript } from './lib/import-typescript.mjs';
import { main, Refusal, root } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

const usage = `node scripts/dist.mjs [--linux] [--windows] [--mac] [--dir] [--test-build] [--output FOLDER]

Packages for this system unless others are named. --dir leaves the unpacked folder and makes no installer.
--test-build lets test drivers attach (one fuse differs) and takes the Electron for tests where there is no other.
--output names another folder than dist, relative to the project.`;

const targets = {
  linux: { platform: 'linux', executable: 'linux-unpacked/framelatch' },
  windows: { platform: 'win32', executable: 'win-unpacked/Framelatch.exe' },
  mac: { platform: 'darwin', executable: 'mac/Framelatch.app' },
};

function readOptions() {
  const flag = { type: 'boolean' };
  const { values } = parseArgs({
    options: {
      linux: flag,
      windows: flag,
      mac: flag,
      dir: flag,
      'test-build': flag,
      output: { type: 'string', default: 'dist' },
      help: flag,
    },
  });
  const named = Object.keys(targets).filter((name) => values[name]);
  const own = Object.keys(targets).filter((name) => targets[name].platform === process.platform);
  return { ...values, systems: named.length ? named : own, isTestBuild: values['test-build'] ?? false };
}

async function pack(system, { dir, output, isTestBuild }) {
  const { platform, executable } = targets[system];
  requireAddon(platform);
  const { Arch, build: packageApp, Platform } = await import('electron-builder');
  const { configuration, wrongFuses } = await importTypeScript('build/electron-builder.ts');
  const electron = await chooseElectron(platform, isTestBuild);
  const name = platform === 'win32' ? 'windows' : system;
  // What an earlier run left must not be taken for what this one made.
  rmSync(join(root, output, dirname(executable)), { recursive: true, force: true });
  const made = await packageApp({
    targets: Platform.fromString(name).createTarget(dir ? 'dir' : null, Arch.x64),
    projectDir: root,
    publish: 'never',
    config: configuration({ ...electron, output, isTestBuild }),
  });
  if (!dir && !made.length) throw new Refusal(`electron-builder made no package for ${system}.`);
  if (!existsSync(join(root, output, executable)))
    throw new Refusal(`There is no ${output}/${executable} after packaging.`);
  const wrong = await wrongFuses(join(root, output, executable), isTestBuild);
  if (wrong.length) throw new Refusal(`${output}/${executable} must not be released:\n${wrong.join('\n')}`);
  process.stdout.write(`${output}/${executable}: Electron ${electron.electronVersion}, every fuse as it should be\n`);
}

function requireAddon(platform) {
  const addon = `out/native/${platform}-x64/framelatch.node`;
  if (existsSync(join(root, addon))) return;
  const how = platform === 'win32' ? 'node scripts/build-windows.mjs' : 'npm run build, on that system';
  throw new Refusal(`There is no ${addon} to package: ${how}.`);
}

await main(async () => {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp();
  await build();
  for (const system of options.systems) await pack(system, options);
});
