import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Rectangle } from 'electron';

import { validSettings, type Settings } from '../protocol/ipc';

interface Stored {
  readonly settings: Settings;
  readonly bounds: Rectangle | null;
}

/** `settings.json` in userData. A file that cannot be read is put aside, and defaults take its place. */
export class SettingsFile {
  readonly #path: string;
  #stored: Stored;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, 'settings.json');
    this.#stored = this.#load();
  }

  get settings(): Settings {
    return this.#stored.settings;
  }

  get bounds(): Rectangle | null {
    return this.#stored.bounds;
  }

  change(change: Partial<Settings>): Settings {
    this.#store({ ...this.#stored, settings: validSettings({ ...this.settings, ...change }) });
    return this.settings;
  }

  keepBounds(bounds: Rectangle): void {
    this.#store({ ...this.#stored, bounds });
  }

  #load(): Stored {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return { settings: validSettings(null), bounds: null };
    }
    try {
      const { settings, bounds } = JSON.parse(text) as Record<string, unknown>;
      return { settings: validSettings(settings), bounds: validBounds(bounds) };
    } catch (thrown) {
      renameSync(this.#path, `${this.#path}.bad`);
      process.stderr.write(`settings.json is no valid JSON (${String(thrown)}); it is kept as settings.json.bad\n`);
      return { settings: validSettings(null), bounds: null };
    }
  }

  /** Whole or not at all: a crash in between leaves the old file. */
  #store(stored: Stored): void {
    this.#stored = stored;
    const partial = `${this.#path}.part`;
    writeFileSync(partial, JSON.stringify(stored, null, 2));
    renameSync(partial, this.#path);
  }
}

function validBounds(value: unknown): Rectangle | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height } = value as Record<string, unknown>;
  const numbers = [x, y, width, height];
  return numbers.every((number) => Number.isSafeInteger(number)) ? (value as Rectangle) : null;
}
