import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { folderFrom } from '../config-folder';
import { makeFolderSync } from '../files/make-folder';
import { FramelatchError } from '../../protocol/errors';

const prefix = 'FramelatchFrames-';
const socketSuffix = '.sock';
const pipeName = /^(?!\.)[\w.-]{1,64}$/;
const windowsFolder = '\\\\.\\pipe\\';
/** How a pipe is named among sources. */
export const pipeScheme = 'pipe:';

/**
 * Where a pipe of that name is: `\\.\pipe\FramelatchFrames-<name>`, elsewhere a Unix socket in this user's runtime folder.
 * @throws FramelatchError `name-invalid`, `mapping-denied` (a folder that is somebody else's)
 */
export function pipePath(name: string): string {
  if (!pipeName.test(name)) {
    throw new FramelatchError({
      code: 'name-invalid',
      operation: 'look up pipe',
      target: name,
      reason: 'a pipe’s name has letters, digits, ., - and _ alone, at most 64',
      next: 'Choose another name.',
    });
  }
  return pipePathOf(`${prefix}${name}`);
}

/** Where the pipe of that full name is. @throws FramelatchError `mapping-denied` */
export function pipePathOf(name: string): string {
  return process.platform === 'win32' ? `${windowsFolder}${name}` : join(socketFolder(), `${name}${socketSuffix}`);
}

export interface ListedPipe {
  readonly name: string;
  /** Its socket is still there, but nobody listens: its producer was killed. */
  readonly isDead: boolean;
}

/** The pipes that exist now. Looked at, not called: a producer does not notice. */
export function listPipes(): ListedPipe[] {
  try {
    const isWindows = process.platform === 'win32';
    const folder = isWindows ? windowsFolder : socketFolder();
    const suffix = isWindows ? '' : socketSuffix;
    const listening = isWindows ? null : listeningSockets();
    return readdirSync(folder)
      .filter((file) => file.startsWith(prefix) && file.endsWith(suffix))
      .map((file) => ({
        name: file.slice(prefix.length, file.length - suffix.length),
        isDead: listening !== null && !listening.has(join(folder, file)),
      }))
      .filter(({ name }) => pipeName.test(name));
  } catch {
    return [];
  }
}

/** The paths of every Unix socket that a process has bound; `null` where the system has no such list. */
function listeningSockets(): ReadonlySet<string> | null {
  try {
    const lines = readFileSync('/proc/net/unix', 'utf8').split('\n');
    // Num RefCount Protocol Flags Type St Inode Path
    return new Set(lines.map((line) => /^(?:\S+\s+){7}(.*)$/.exec(line)?.[1] ?? ''));
  } catch {
    return null;
  }
}

/** Only this user may enter it: `$XDG_RUNTIME_DIR`, or a folder of our own in the temporary one. */
export function socketFolder(): string {
  const runtime = folderFrom(process.env, 'XDG_RUNTIME_DIR');
  if (runtime && isPrivate(runtime)) return runtime;
  const own = join(tmpdir(), `framelatch-${process.getuid?.() ?? 0}`);
  makeFolderSync(own);
  if (isPrivate(own)) return own;
  throw new FramelatchError({
    code: 'mapping-denied',
    operation: 'use folder',
    target: own,
    reason: 'it belongs to somebody else, or others may enter it',
    next: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own with mode 0700.',
  });
}

function isPrivate(path: string): boolean {
  try {
    const status = lstatSync(path);
    return status.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
