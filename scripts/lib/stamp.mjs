import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './run.mjs';

/*
 * A build part is up to date when its stamp holds the digest of everything that went into it. Contents, not times: a fresh
 * clone has new times.
 */

function* filesBelow(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path).toSorted()) yield* filesBelow(join(path, entry));
}

/** The digest of files and folders (relative to the root) and of anything else that matters. */
export function digestOf(inputs, ...more) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesBelow(join(root, input))) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  for (const text of more) hash.update(text);
  return hash.digest('hex');
}

export function isUpToDate(stamp, digest, ...outputs) {
  const path = join(root, stamp);
  const there = outputs.every((output) => existsSync(join(root, output)));
  return there && existsSync(path) && readFileSync(path, 'utf8') === digest;
}

export function writeStamp(stamp, digest) {
  const path = join(root, stamp);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, digest);
}
