import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { ReadWriteFileLock } from '../native/index';
import { FramelatchError, toErrorInfo } from '../protocol/errors';
import { formatSourceText, parseSourceText } from '../protocol/reading';
import { configFolder } from './config-folder';
import { makeFolderSync } from './files/make-folder';
import { unwritable } from './files/unwritable';
import { writeFileWholeSync } from './files/write-file';
import { namedProgram } from './follow/resolve-program';
import { resolveName } from './names';

const longestWaitMs = 5000;
const retryMs = 5;
const mostSources = 200;
const longestSource = 1024;

/** Sources that the user gave a name: how a region without a header is read, written once. One file for window and terminal. */
export class SavedSources {
  #path: string | undefined;

  /** @param path by default in the user's configuration, which is looked for when it is needed: there may be none */
  constructor(path?: string) {
    this.#path = path;
  }

  /** @throws FramelatchError `file-unreadable` where no home folder is known */
  get path(): string {
    this.#path ??= join(configFolder(), 'sources.json');
    return this.#path;
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
   * From now on `name` opens `source`. Returns what stood behind it and is replaced, or `null`.
   * @param options `replaces`: whether a name that stands for something else may be taken from it
   * @throws FramelatchError `name-invalid` (the name's or the source's), `name-taken`, `usage` (a reading that makes no sense,
   * or too many), `file-unreadable`, `file-unwritable`, `lock-busy`
   */
  save(name: string, source: string, { replaces = false } = {}): string | null {
    checkName(name);
    const text = checkedSource(source);
    if (source.length > longestSource) throw tooMuch(name);
    return this.#change((saved) => {
      const before = saved.get(name) ?? null;
      if (before !== null && before !== text && !replaces) throw taken(name, before);
      saved.set(name, text);
      if (saved.size > mostSources) throw tooMuch(name);
      return before === text ? null : before;
    });
  }

  /** False when there was none of that name. @throws FramelatchError `file-unreadable`, `file-unwritable`, `lock-busy` */
  forget(name: string): boolean {
    return this.#change((saved) => saved.delete(name));
  }

  /** Reads, changes and writes while no other process does: what two save at the same time is both kept. */
  #change<T>(change: (saved: Map<string, string>) => T): T {
    return this.#locked(() => {
      const before = this.#load();
      const saved = new Map(before);
      const result = change(saved);
      if (!isDeepStrictEqual(saved, before)) this.#store(saved);
      return result;
    });
  }

  /** The system frees the lock of a process that dies. It is held for a moment, so the wait may be a blocking one. */
  #locked<T>(body: () => T): T {
    makeFolder(this.path);
    const lock = new ReadWriteFileLock(`${basename(this.path)}.lock`, dirname(this.path));
    const deadline = performance.now() + longestWaitMs;
    while (!tryLock(lock, this.path)) {
      if (performance.now() > deadline) throw busy(this.path);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
    try {
      return body();
    } finally {
      lock.close();
    }
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
    const text = `${JSON.stringify(Object.fromEntries(saved), null, 2)}\n`;
    writeFileWholeSync(this.path, Buffer.from(text), { mode: 0o600 });
  }
}

/** A folder in which nothing can be made has no lock either: what is to be told is that nothing can be saved. */
function tryLock(lock: ReadWriteFileLock, path: string): boolean {
  try {
    return lock.tryLock('exclusive') === 'owned';
  } catch (thrown) {
    const { reason, systemCode } = toErrorInfo(thrown, 'lock', path);
    throw new FramelatchError({
      code: 'file-unwritable',
      operation: 'save source in',
      target: path,
      reason,
      next: 'Check who may write in its folder.',
      ...(systemCode === undefined ? {} : { systemCode }),
    });
  }
}

function makeFolder(path: string): void {
  try {
    makeFolderSync(dirname(path));
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/** As it is kept. A name that nothing can have is told now, not at every start. */
function checkedSource(source: string): string {
  const { name, reading } = parseSourceText(source);
  if (namedProgram(name) === null) resolveName(name, []);
  return formatSourceText(name, reading);
}

function taken(name: string, source: string): FramelatchError {
  return new FramelatchError({
    code: 'name-taken',
    operation: 'save source as',
    target: name,
    reason: `that name stands for ${source}`,
    next: 'Choose another name, forget that one, or replace it with --force.',
  });
}

function busy(path: string): FramelatchError {
  return new FramelatchError({
    code: 'lock-busy',
    operation: 'save source in',
    target: path,
    reason: `another process has held ${path}.lock for ${longestWaitMs / 1000} s`,
    next: 'Try again; end that process if it hangs.',
  });
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
