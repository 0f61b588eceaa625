import { readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

import { makeFolderSync } from '../files/make-folder';
import { validSettings, type Settings } from '../../protocol/ipc';
import { writeFileWholeSync } from '../files/write-file';

interface Stored {
  readonly settings: Settings;
  /** The window's place, as the desktop shell keeps it; checked there. */
  readonly bounds: unknown;
  /** Sources that are being opened: whoever finds one here at its start knows what the start before did not survive. */
  readonly opening: readonly string[];
}

/** A source that stands open for so long did not end the program by being opened. */
export const provenAfterMs = 5000;
const mostOpening = 16;

/**
 * A shell's settings, in a file of JSON. A file that cannot be read is put aside, and defaults take its place; where nothing
 * can be written, the settings last as long as the program. Each is said once, through `warn`.
 */
export class SettingsFile {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #stored: Stored;
  #writable = true;
  #unsurvived: string | null;

  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#stored = this.#load();
    this.#unsurvived = this.#stored.opening.at(-1) ?? null;
    if (this.#unsurvived !== null) this.#store({ opening: [] });
  }

  /** The last source, when the start before ended while it was opening it and nobody has opened it since. */
  get unsurvived(): string | null {
    return this.#unsurvived === this.settings.lastSource ? this.#unsurvived : null;
  }

  get settings(): Settings {
    return this.#stored.settings;
  }

  get bounds(): unknown {
    return this.#stored.bounds;
  }

  /** The last source may be why something ended: it is not opened again by itself. */
  doubtLastSource(): void {
    this.#unsurvived = this.settings.lastSource;
  }

  /**
   * @param change comes from the page: what is no valid value of a setting becomes the default. The last source is not the
   * page's to name: it is kept by {@link beginOpening}, and only given up here.
   */
  change(change: unknown): Settings {
    const changes = typeof change === 'object' && change !== null ? change : {};
    const settings = validSettings({ ...this.settings, ...changes });
    const { lastSource } = this.settings;
    this.#store({ settings: { ...settings, lastSource: settings.lastSource === null ? null : lastSource } });
    return this.settings;
  }

  keepBounds(bounds: unknown): void {
    this.#store({ bounds });
  }

  /**
   * Before a source is opened: it is the last one from now on, and marked until what comes back is called, when it has been
   * open for a while or was closed in order.
   */
  beginOpening(source: string): () => void {
    this.#unsurvived = null;
    const opening = [...this.#stored.opening.filter((other) => other !== source), source].slice(-mostOpening);
    this.#store({ opening, settings: { ...this.settings, lastSource: source } });
    let isMarked = true;
    return () => {
      if (!isMarked) return;
      isMarked = false;
      this.#store({ opening: this.#stored.opening.filter((other) => other !== source) });
    };
  }

  keepLastSource(lastSource: string | null): void {
    this.#store({ settings: { ...this.settings, lastSource } });
  }

  #load(): Stored {
    try {
      const stored: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      if (typeof stored !== 'object' || stored === null) throw new TypeError('it holds no object');
      // The browser shell's file once held its settings bare.
      const { settings = stored, bounds = null, opening } = stored as Record<string, unknown>;
      const marked: readonly unknown[] = Array.isArray(opening) ? opening : [];
      const names = marked.filter((name): name is string => typeof name === 'string').slice(-mostOpening);
      return { settings: validSettings(settings), bounds, opening: names };
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') this.#putAside(thrown);
      return { settings: validSettings(null), bounds: null, opening: [] };
    }
  }

  #putAside(thrown: unknown): void {
    const aside = `${this.#path}.bad`;
    this.#warn(
      `The settings in ${this.#path} cannot be read (${reasonOf(thrown)}): defaults are used, and the file is kept as ${aside}.`,
    );
    this.#attempt(() => renameSync(this.#path, aside));
  }

  #store(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change };
    this.#attempt(() => {
      makeFolderSync(dirname(this.#path));
      writeFileWholeSync(this.#path, Buffer.from(`${JSON.stringify(this.#stored, null, 2)}\n`), { mode: 0o600 });
    });
  }

  #attempt(write: () => void): void {
    if (!this.#writable) return;
    try {
      write();
    } catch (thrown) {
      this.#writable = false;
      this.#warn(`The settings cannot be kept in ${this.#path} (${reasonOf(thrown)}): they end with this run.`);
    }
  }
}

function reasonOf(thrown: unknown): string {
  const { reason, message } = thrown as { reason?: string; message?: string };
  return reason ?? message ?? String(thrown);
}
