import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { FramelatchError } from '../protocol/errors';
import { formatSourceText, parseSourceText } from '../protocol/reading';
import { configFolder } from './config-folder';
import { writeFileWholeSync } from './files/write-file';

const mostSources = 200;
const longestSource = 1024;

/** Sources that the user gave a name: how a region without a header is read, written once. One file for window and terminal. */
export class SavedSources {
  readonly path: string;

  constructor(path = join(configFolder(), 'sources.json')) {
    this.path = path;
  }

  /** What stands behind each name, as `parseSourceText` takes it. A file that makes no sense holds none. */
  all(): ReadonlyMap<string, string> {
    try {
      return this.#load();
    } catch {
      return new Map();
    }
  }

  /**
   * From now on `name` opens `source`.
   * @throws FramelatchError `name-invalid`, `usage` (the source, or too many), `file-unreadable`, `file-unwritable`
   */
  save(name: string, source: string): void {
    checkName(name);
    const { name: address, reading } = parseSourceText(source);
    const saved = new Map(this.#load());
    saved.set(name, formatSourceText(address, reading));
    if (saved.size > mostSources || source.length > longestSource) throw tooMuch(name);
    this.#store(saved);
  }

  /** False when there was none of that name. @throws FramelatchError `file-unreadable`, `file-unwritable` */
  forget(name: string): boolean {
    const saved = new Map(this.#load());
    const isThere = saved.delete(name);
    if (isThere) this.#store(saved);
    return isThere;
  }

  #load(): ReadonlyMap<string, string> {
    try {
      const stored: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) throw new Error('it holds no object');
      return new Map(Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      // Written over, it would be lost.
      throw new FramelatchError({
        code: 'file-unreadable',
        operation: 'read saved sources in',
        target: this.path,
        reason: thrown instanceof Error ? thrown.message : String(thrown),
        next: 'Mend the file, or move it away.',
      });
    }
  }

  #store(saved: ReadonlyMap<string, string>): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      writeFileWholeSync(this.path, Buffer.from(`${JSON.stringify(Object.fromEntries(saved), null, 2)}\n`), {
        mode: 0o600,
      });
    } catch (thrown) {
      throw new FramelatchError({
        code: 'file-unwritable',
        operation: 'save source in',
        target: this.path,
        reason: thrown instanceof Error ? thrown.message : String(thrown),
        next: 'Check the folder and the free space.',
      });
    }
  }
}

function checkName(name: string): void {
  if (
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._()-]{0,62}[\p{L}\p{N}.)_-])?$/u.test(name) &&
    !/^\d+$/.test(name) &&
    !name.includes(' as ')
  ) {
    return;
  }
  throw new FramelatchError({
    code: 'name-invalid',
    operation: 'save source as',
    target: name,
    reason: 'a name has letters, digits, spaces and . _ - ( ), at most 64, and is no number alone',
    next: 'Choose another name.',
  });
}

function tooMuch(name: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'save source as',
    target: name,
    reason: `there may be ${mostSources} saved sources of ${longestSource} characters each`,
    next: 'Forget one that you no longer need.',
  });
}
