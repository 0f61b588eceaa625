import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FramelatchError } from '../../protocol/errors';

const prefix = 'FramelatchFrames-';
const socketSuffix = '.sock';
const windowsFolder = '\\\\.\\pipe\\';
/** How a pipe is named among sources. */
export const pipeScheme = 'pipe:';

/**
 * Where a pipe of that name is: `\\.\pipe\FramelatchFrames-<name>`, elsewhere a Unix socket in this user's runtime folder.
 * @throws FramelatchError `name-invalid`, `mapping-denied` (a folder that is somebody else's)
 */
export function pipePath(name: string): string {
  if (!/^[\w.-]{1,64}$/.test(name) || name.startsWith('.')) {
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

/** The names of the pipes that exist now. */
export function listPipes(): string[] {
  try {
    const isWindows = process.platform === 'win32';
    const names = readdirSync(isWindows ? windowsFolder : socketFolder()).filter((name) => name.startsWith(prefix));
    if (isWindows) return names.map((name) => name.slice(prefix.length));
    return names
      .filter((name) => name.endsWith(socketSuffix))
      .map((name) => name.slice(prefix.length, -socketSuffix.length));
  } catch {
    return [];
  }
}

/** Only this user may enter it: `$XDG_RUNTIME_DIR`, or a folder of our own in the temporary one. */
function socketFolder(): string {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  if (runtime && isPrivate(runtime)) return runtime;
  const own = join(tmpdir(), `framelatch-${process.getuid?.() ?? 0}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
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
