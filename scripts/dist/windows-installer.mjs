import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { findProgram, Refusal, root, run } from '../lib/run.mjs';
import { isSigning, sign, signCommand } from './signing.mjs';

const script = join(root, 'build', 'windows', 'installer.nsi');
const helper = 'framelatch-setup.exe';
const builtHelper = join(root, 'out', 'native', 'win32-x64', helper);

export const installerObstacle = () => (findProgram('makensis') ? null : 'apt-get install nsis');

/** What Uninstall.exe removes, and nothing else: each file, relative to the folder (native/setup/file_list.h). */
export function fileList(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return [...files, 'Uninstall.exe'].toSorted();
}

/** Rounded up, as Windows shows it. */
function kilobytes(folder) {
  const bytes = fileList(folder).map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0);
  return Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / 1024);
}

function definitions(app, file, scratch) {
  const values = {
    VERSION: app.version,
    FOLDER: app.folder,
    FILES: kilobytes(app.folder),
    LIST: join(scratch, 'Uninstall.txt'),
    SETUP: join(scratch, helper),
    ICON: join(root, 'build', 'icon.ico'),
    OUTPUT: file,
    // Nobody downloads a package for tests: packing it well takes two minutes.
    ...(app.suffix ? { FAST: 1 } : {}),
    ...(isSigning() ? { SIGN: signCommand() } : {}),
  };
  return Object.entries(values).map(([name, value]) => `-D${name}=${value}`);
}

/** By makensis; signed, with the uninstaller in it, where there is something to sign with. */
export async function makeInstaller(app, file) {
  const scratch = mkdtempSync(join(app.output, 'installer-'));
  try {
    writeFileSync(
      join(scratch, 'Uninstall.txt'),
      fileList(app.folder)
        .map((path) => `${path}\r\n`)
        .join(''),
    );
    copyFileSync(builtHelper, join(scratch, helper));
    await sign([join(scratch, helper)]);
    const args = ['-V2', '-WX', '-INPUTCHARSET', 'UTF8', ...definitions(app, file, scratch), script];
    const { code, output } = await run('makensis', args, { quiet: true });
    if (code !== 0) throw new Refusal(`makensis failed:\n${output.trim()}`);
    await sign([file]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
