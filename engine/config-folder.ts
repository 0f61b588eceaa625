import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

import { FramelatchError } from '../protocol/errors';

/**
 * The folder that a variable names; `null` without one. Empty is unset and a relative path is ignored, as the XDG Base
 * Directory Specification 0.8 has it: neither may lead into whatever folder a program happens to run in.
 */
export function folderFrom(env: NodeJS.ProcessEnv, variable: string): string | null {
  const value = env[variable];
  return value && isAbsolute(value) ? value : null;
}

/**
 * Where this system keeps what a user has set of a program.
 * @throws FramelatchError `file-unreadable` where no home folder is known
 */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(settingsFolder(env), 'framelatch');
}

function settingsFolder(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return folderFrom(env, 'APPDATA') ?? join(homeFolder(env, 'USERPROFILE'), 'AppData', 'Roaming');
    case 'darwin':
      return join(homeFolder(env, 'HOME'), 'Library', 'Application Support');
    default:
      return folderFrom(env, 'XDG_CONFIG_HOME') ?? join(homeFolder(env, 'HOME'), '.config');
  }
}

/** A user of a container has often neither the variable nor an entry in the list of users. */
function homeFolder(env: NodeJS.ProcessEnv, variable: string): string {
  const folder = folderFrom(env, variable) ?? listedHome();
  if (folder !== null && isAbsolute(folder)) return folder;
  throw new FramelatchError({
    code: 'file-unreadable',
    operation: 'find',
    target: 'the folder for settings',
    reason: `${variable} is not set, and the system knows no home folder of this user`,
    next: process.platform === 'win32' ? 'Set USERPROFILE.' : 'Set HOME, or XDG_CONFIG_HOME.',
  });
}

function listedHome(): string | null {
  try {
    return userInfo().homedir;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_SYSTEM_ERROR') return null;
    throw thrown;
  }
}
