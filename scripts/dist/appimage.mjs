import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, Refusal, root } from '../lib/run.mjs';
import { appImageRuntime } from '../lib/runtimes-linux.mjs';
import { appFolder, runPacker, withLinuxTree } from './linux-tree.mjs';

// What an AppImage begins with: a program that mounts what is behind it. A release has the one that is named here.
const runtimeVariable = 'FRAMELATCH_APPIMAGE_RUNTIME';

/** @param app an App of app-folder.mjs: one for tests takes the runtime that came with the Electron for tests */
export function appImageObstacle(app) {
  if (!findProgram('mksquashfs')) return 'apt-get install squashfs-tools';
  if (app.suffix || process.env[runtimeVariable]) return null;
  return `${runtimeVariable} names no file: runtime-x86_64 of the AppImage project's type2-runtime`;
}

async function readRuntime({ suffix }) {
  const named = process.env[runtimeVariable];
  if (!named && suffix) return readFileSync(await appImageRuntime());
  if (!existsSync(named)) throw new Refusal(`${runtimeVariable}: there is no ${named}.`);
  const runtime = readFileSync(named);
  // AppImage specification, type 2: "AI" and the type behind the first eight bytes of an ELF header.
  if (runtime.subarray(0, 4).toString('latin1') === '\x7fELF' && runtime.subarray(8, 11).equals(Buffer.from('AI\x02')))
    return runtime;
  throw new Refusal(`${runtimeVariable}: ${named} is no runtime of an AppImage of type 2.`);
}

/** One file that is started where it lies. Its AppRun is the launcher of every package: it never drops the sandbox itself. */
export async function makeAppImage(app, file) {
  const runtime = await readRuntime(app);
  await withLinuxTree(app, [], async (tree, scratch) => {
    symlinkSync(`${appFolder}/bin/framelatch`, join(tree, 'AppRun'));
    cpSync(join(root, 'build/linux/framelatch.desktop'), join(tree, 'framelatch.desktop'));
    cpSync(join(root, 'build/icons/256x256.png'), join(tree, 'framelatch.png'));
    symlinkSync('framelatch.png', join(tree, '.DirIcon'));
    const image = join(scratch, 'image');
    // Every runtime reads gzip; packages for tests are packed quickly.
    const compression = ['-comp', 'gzip', '-Xcompression-level', app.suffix ? '1' : '9'];
    await runPacker('mksquashfs', [tree, image, '-root-owned', '-noappend', '-no-progress', ...compression]);
    writeFileSync(file, Buffer.concat([runtime, readFileSync(image)]));
    chmodSync(file, 0o755);
  });
}
