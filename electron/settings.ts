import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { writeFileWholeSync } from '../engine/files/write-file';
import { validSettings, type Settings } from '../protocol/ipc';
import { validBounds, type Bounds } from './bounds';
import { strings } from './strings';

interface Stored {
  readonly settings: Settings;
  readonly bounds: Bounds | null;
}

/**
 * `settings.json` in userData. A file that cannot be read is put aside, and defaults take its place; where nothing can be
 * written, the settings last as long as the app. Each is said once, through `warn`.
 */
export class SettingsFile {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #stored: Stored;
  #writable = true;

  constructor(folder: string, warn: (sentence: string) => void) {
    this.#path = join(folder, 'settings.json');
    this.#warn = warn;
    this.#stored = this.#load();
  }

  get settings(): Settings {
    return this.#stored.settings;
  }

  get bounds(): Bounds | null {
    return this.#stored.bounds;
  }

  /** @param change comes from the page: what is no valid value of a setting becomes the default */
  change(change: unknown): Settings {
    const changes = typeof change === 'object' && change !== null ? change : {};
    this.#store({ ...this.#stored, settings: validSettings({ ...this.settings, ...changes }) });
    return this.settings;
  }

  keepBounds(bounds: Bounds): void {
    this.#store({ ...this.#stored, bounds });
  }

  #load(): Stored {
    try {
      const stored: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      if (typeof stored !== 'object' || stored === null) throw new TypeError('it holds no object');
      const { settings, bounds } = stored as Record<string, unknown>;
      return { settings: validSettings(settings), bounds: validBounds(bounds) };
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') this.#putAside(thrown);
      return { settings: validSettings(null), bounds: null };
    }
  }

  #putAside(thrown: unknown): void {
    this.#warn(strings.settingsUnreadable(this.#path, String(thrown)));
    this.#attempt(() => renameSync(this.#path, `${this.#path}.bad`));
  }

  #store(stored: Stored): void {
    this.#stored = stored;
    this.#attempt(() => {
      mkdirSync(join(this.#path, '..'), { recursive: true });
      writeFileWholeSync(this.#path, Buffer.from(`${JSON.stringify(stored, null, 2)}\n`));
    });
  }

  #attempt(write: () => void): void {
    if (!this.#writable) return;
    try {
      write();
    } catch (thrown) {
      this.#writable = false;
      this.#warn(strings.settingsUnwritable(this.#path, String(thrown)));
    }
  }
}
