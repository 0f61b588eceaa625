import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ringTokenBytes } from '../../protocol/stream';

const deepest = 6;
const mostEntries = 4000;
const mostMs = 5000;

/**
 * Finds the file that a viewer's worker has made in its origin private file system, by its size and the token at its start.
 * Where Chromium keeps that file is its own affair and may change, so the whole folder is searched, within bounds; links
 * are never followed.
 * @throws Error when there is no folder to search, or no such file within the bounds
 */
export async function findRing(folder: string | null, token: string, bytes: number): Promise<string> {
  if (folder === null) throw new Error('the viewer’s files are not on this machine');
  const search = { token, bytes, left: mostEntries, deadline: Date.now() + mostMs };
  const path = await searchFolder(folder, 0, search);
  if (path === null) throw new Error('the viewer’s ring file was not found in its folder');
  return path;
}

interface Search {
  readonly token: string;
  readonly bytes: number;
  left: number;
  readonly deadline: number;
}

async function searchFolder(folder: string, depth: number, search: Search): Promise<string | null> {
  if (depth > deepest) return null;
  const folders: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    search.left -= 1;
    if (search.left < 0 || Date.now() > search.deadline) return null;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isFile() && (await isRing(path, search))) return path;
  }
  // The origin private file system first: a profile holds many other folders.
  folders.sort((a, b) => Number(b.includes('File System')) - Number(a.includes('File System')));
  for (const path of folders) {
    const found = await searchFolder(path, depth + 1, search);
    if (found !== null) return found;
  }
  return null;
}

async function isRing(path: string, { token, bytes }: Search): Promise<boolean> {
  try {
    if ((await lstat(path)).size !== bytes) return false;
    const file = await open(path, 'r');
    try {
      const start = Buffer.alloc(ringTokenBytes);
      await file.read(start, 0, ringTokenBytes, 0);
      return start.toString('hex') === token;
    } finally {
      await file.close();
    }
  } catch {
    // Files of a running browser come and go; one that cannot be read is not the ring.
    return false;
  }
}
