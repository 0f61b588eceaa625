import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { folderFrom } from './config-folder';
import { isProcessAlive } from './process-alive';

const prefix = 'framelatch-';

/**
 * A new folder that only this user can enter, on a tmpfs where there is one, so that no frame is ever written to a disk.
 * Its name holds this process's pid: folders of dead processes are removed on the way.
 * @param purpose a short word for the name
 */
export function createPrivateFolder(purpose: string): string {
  const parent = privateParent();
  removeStale(parent);
  return mkdtempSync(join(parent, `${prefix}${purpose}-${process.pid}-`));
}

function privateParent(): string {
  const runtime = folderFrom(process.env, 'XDG_RUNTIME_DIR');
  if (runtime && isOwnFolder(runtime)) return runtime;
  return process.platform === 'linux' && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** Ours, nobody else's, and no link. */
function isOwnFolder(path: string): boolean {
  try {
    const status = lstatSync(path);
    if (!status.isDirectory()) return false;
    return process.platform === 'win32' || (status.uid === process.getuid?.() && (status.mode & 0o077) === 0);
  } catch {
    return false;
  }
}

function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^framelatch-[a-z]+-(\d+)-/.exec(name)?.[1]);
    if (!pid || isProcessAlive(pid) || !isOwnFolder(join(parent, name))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}
