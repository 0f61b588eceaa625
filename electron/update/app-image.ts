import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';

import { isProcessAlive } from '../../engine/process-alive';
import type { Installer } from './installer';
import { reasonOf, refusal } from './refusals';

// An AppImage's runtime sets these for the program in it; the new one sets its own.
const runtimeVariables = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']);

/**
 * The AppImage that this program runs from; null when it does not. A program that was started from another AppImage, such as a
 * terminal, inherits the variables of that one, which is not ours to replace: so the executable must lie in what it mounted.
 */
export function ownAppImage(env: NodeJS.ProcessEnv, executable: string): string | null {
  const { APPIMAGE: file, APPDIR: mounted } = env;
  if (!file || !mounted || !isAbsolute(file) || !isAbsolute(mounted)) return null;
  try {
    return realpathSync(executable).startsWith(realpathSync(mounted) + sep) ? realpathSync(file) : null;
  } catch {
    // One of them is gone: nothing can be replaced.
    return null;
  }
}

/**
 * Replaces an AppImage under its own name, so that a menu's entry leads to the new one. The running one keeps its inode.
 * @param file its path, without links
 * @param args what this one was started with: the new one is, too
 */
export function appImageInstaller(file: string, env: NodeJS.ProcessEnv, args: readonly string[]): Installer {
  return {
    system: 'linux-x64',
    // Beside it, so that it is put in place at once, and a full disk is noticed before.
    place: () => join(dirname(file), `.framelatch-update-${process.pid}-${randomBytes(6).toString('hex')}.part`),
    removeUnfinished: () => removeUnfinished(dirname(file)),
    install: async (path) => {
      try {
        chmodSync(path, statSync(file).mode & 0o777);
        renameSync(path, file);
      } catch (thrown) {
        throw refusal('update-not-installed', 'replace', file, reasonOf(thrown));
      }
    },
    restart: () => {
      const rest = Object.entries(env).filter(([name]) => !runtimeVariables.has(name));
      spawn(file, args, { detached: true, stdio: 'ignore', env: Object.fromEntries(rest) }).unref();
    },
  };
}

function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^\.framelatch-update-(\d+)-[0-9a-f]+\.part$/.exec(name)?.[1]);
    if (pid && !isProcessAlive(pid)) rmSync(join(folder, name), { force: true });
  }
}
