import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { makeFolderSync } from '../../engine/files/make-folder';
import { writeFileWholeSync } from '../../engine/files/write-file';
import { isVersion, newestOf } from './version';

interface Stored {
  /** The newest version that a good feed ever named: an older feed is a replayed one. */
  readonly newestSeen: string | null;
  /** The user does not want to hear of it. */
  readonly skipped: string | null;
  readonly isOff: boolean;
}

const nothing: Stored = { newestSeen: null, skipped: null, isOff: false };

/**
 * What is remembered about updates between starts, in a file of JSON beside the settings. No page can change it. Where it
 * cannot be read or kept, it begins empty or ends with this run, said once each.
 */
export class UpdateRecord {
  #stored: Stored;
  #isWritable = true;
  readonly #path: string;
  readonly #warn: (sentence: string) => void;

  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#stored = this.#load();
  }

  get skipped(): string | null {
    return this.#stored.skipped;
  }

  /** The user wants no checks by itself. */
  get isOff(): boolean {
    return this.#stored.isOff;
  }

  /** The newest version that is known of: the one that runs, or one that a good feed named. */
  newestKnown(running: string): string {
    const { newestSeen } = this.#stored;
    return newestSeen === null ? running : newestOf(running, newestSeen);
  }

  see(version: string): void {
    const newestSeen = this.newestKnown(version);
    if (newestSeen !== this.#stored.newestSeen) this.#store({ newestSeen });
  }

  skip(version: string): void {
    this.#store({ skipped: version });
  }

  turn(isOff: boolean): void {
    this.#store({ isOff });
  }

  #load(): Stored {
    try {
      const value = JSON.parse(readFileSync(this.#path, 'utf8')) as Record<string, unknown>;
      const version = (field: unknown) => (typeof field === 'string' && isVersion(field) ? field : null);
      return {
        newestSeen: version(value['newestSeen']),
        skipped: version(value['skipped']),
        isOff: value['isOff'] === true,
      };
    } catch (thrown) {
      const { code, message } = thrown as NodeJS.ErrnoException;
      if (code !== 'ENOENT') this.#warn(`What was remembered of updates in ${this.#path} cannot be read: ${message}`);
      return nothing;
    }
  }

  #store(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change };
    if (!this.#isWritable) return;
    try {
      makeFolderSync(dirname(this.#path));
      writeFileWholeSync(this.#path, Buffer.from(`${JSON.stringify(this.#stored, null, 2)}\n`), { mode: 0o600 });
    } catch (thrown) {
      this.#isWritable = false;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.#warn(`What is remembered of updates cannot be kept in ${this.#path}: ${reason}`);
    }
  }
}
