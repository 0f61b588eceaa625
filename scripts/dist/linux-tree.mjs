import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Refusal, root, run } from '../lib/run.mjs';

/** Where the app lies in a system. Not /opt: that is a link into /var, or not there, where /usr is an image of its own. */
export const appFolder = 'usr/lib/framelatch';

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** What is installed besides the app: paths in the project, and in the system. */
const besides = [
  ['build/linux/framelatch.desktop', 'usr/share/applications/framelatch.desktop'],
  ['build/linux/app.framelatch.viewer.metainfo.xml', 'usr/share/metainfo/app.framelatch.viewer.metainfo.xml'],
  ['build/icon.svg', 'usr/share/icons/hicolor/scalable/apps/framelatch.svg'],
  ...iconSizes.map((size) => [
    `build/icons/${size}x${size}.png`,
    `usr/share/icons/hicolor/${size}x${size}/apps/framelatch.png`,
  ]),
];

/** What the packages that are installed with rights ready the system with. */
export const setUpFiles = [
  ['build/linux/sandbox', `${appFolder}/sandbox`],
  ['build/linux/apparmor-profile', `${appFolder}/apparmor-profile`],
];

/**
 * Lays the app out as it lies in a system, and gives the folder of that to `pack`.
 * @param app an App of app-folder.mjs
 * @param {string[][]} more files beside those that every package has
 * @param {(tree: string, scratch: string) => Promise<void>} pack
 */
export async function withLinuxTree(app, more, pack) {
  const scratch = mkdtempSync(join(app.output, 'tree-'));
  const tree = join(scratch, 'tree');
  try {
    cpSync(app.folder, join(tree, appFolder), { recursive: true, verbatimSymlinks: true });
    // The manual page and the completions have their places.
    renameSync(join(tree, appFolder, 'share'), join(tree, 'usr/share'));
    compress(join(tree, 'usr/share/man/man1/framelatch.1'));
    for (const [from, to] of [...besides, ...more]) {
      mkdirSync(dirname(join(tree, to)), { recursive: true });
      cpSync(join(root, from), join(tree, to));
    }
    mkdirSync(join(tree, 'usr/bin'));
    symlinkSync('../lib/framelatch/bin/framelatch', join(tree, 'usr/bin/framelatch'));
    setModes(tree);
    await pack(tree, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** As manual pages lie in a system; without a time, so that it is the same each time. */
function compress(file) {
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  rmSync(file);
}

/** Whoever packs may have another umask than a system's files have. */
function setModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setModes(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Paths of the files below a folder, relative to it, sorted. */
export function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).toSorted();
}

/** In KiB, as a package says what it takes on a disk. */
export function installedSize(folder) {
  return filesBelow(folder).reduce((sum, file) => sum + Math.ceil(statSync(join(folder, file)).size / 1024), 0);
}

export function readBuildFile(path) {
  return readFileSync(join(root, 'build', path), 'utf8');
}

/** Runs a system's packer; what it wrote is shown when it fails. */
export async function runPacker(command, args, options = {}) {
  const { code, output } = await run(command, args, { quiet: true, ...options });
  if (code !== 0) throw new Refusal(`${command} failed:\n${output.trim()}`);
}
