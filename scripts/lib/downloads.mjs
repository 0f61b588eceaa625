import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { Refusal, root, step } from './run.mjs';

/** Where everything that tests fetch is kept; git ignores it. */
export const cacheFolder = join(root, '.cache');
const downloadsFolder = join(cacheFolder, 'downloads');

async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Fetches a file once through a package manager's own client and checks what came. Returns its path. */
async function fetchOnce({ file, sha256, title, command, args }) {
  const path = join(downloadsFolder, file);
  mkdirSync(downloadsFolder, { recursive: true });
  if (!existsSync(path)) await step(title, command, args);
  const found = await sha256Of(path);
  if (found === sha256) return path;
  rmSync(path);
  throw new Refusal(`${file} is not the file that was expected: found sha256 ${found}, expected ${sha256}.`);
}

/** A wheel from the Python package index, for any system. */
export function fetchWheel({ package: name, platform, file, sha256 }) {
  const options = ['--no-deps', '--only-binary=:all:', '--quiet', '--platform', platform, '--dest', downloadsFolder];
  const args = ['-m', 'pip', 'download', ...options, name];
  return fetchOnce({ file, sha256, title: `Fetching ${name} (${platform})`, command: 'python3', args });
}

/** A package's tarball from the npm registry. */
export function fetchTarball({ package: name, file, sha256 }) {
  const args = ['pack', '--silent', '--pack-destination', downloadsFolder, name];
  return fetchOnce({ file, sha256, title: `Fetching ${name}`, command: 'npm', args });
}
