import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { findProgram, succeeds } from './run.mjs';

/*
 * What keeps a window from opening, each as the beginning of a sentence; null when nothing does. Windows and macOS always
 * have a display and a sandbox.
 */

export function displayObstacle() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY ? null : 'There is no display';
}

export function rootObstacle() {
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  return isRoot ? 'Chromium’s sandbox does not work as root (npm start -- --no-sandbox drops it)' : null;
}

/** Chromium's sandbox is made of user namespaces, or by its helper where that belongs to root and is setuid. */
export function sandboxObstacle(electron) {
  if (process.platform !== 'linux' || isSetuidRoot(join(dirname(electron), 'chrome-sandbox'))) return null;
  const why = namespaceObstacle();
  return why && `Chromium’s sandbox cannot start, because ${why} (npm start -- --no-sandbox drops it)`;
}

function namespaceObstacle() {
  if (setting('kernel/apparmor_restrict_unprivileged_userns') === '1')
    return 'AppArmor restricts unprivileged user namespaces';
  if (setting('kernel/unprivileged_userns_clone') === '0' || setting('user/max_user_namespaces') === '0')
    return 'this system allows no unprivileged user namespaces';
  const isRefused = findProgram('unshare') !== null && !succeeds('unshare', ['--user', 'true']);
  return isRefused ? 'making a user namespace is refused here' : null;
}

function setting(name) {
  const path = join('/proc/sys', name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

function isSetuidRoot(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0;
}
