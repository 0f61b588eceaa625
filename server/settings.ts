import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { configFolder } from '../engine/index';
import { validSettings, type Settings } from '../protocol/ipc';

/** Where the browser shell's settings are. */
export function settingsPath(env: NodeJS.ProcessEnv = process.env): string {
  return join(configFolder(env), 'browser-settings.json');
}

/** The browser shell's settings; they outlive the server where its file can be written. */
export class SettingsFile {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #current: Settings;
  #writable = true;

  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#current = this.#load();
  }

  read(): Settings {
    return this.#current;
  }

  write(change: unknown): Settings {
    const changes = typeof change === 'object' && change !== null ? change : {};
    this.#current = validSettings({ ...this.#current, ...changes });
    if (this.#writable) this.#store();
    return this.#current;
  }

  #load(): Settings {
    try {
      return validSettings(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (thrown) {
      const isMissing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing)
        this.#warn(`The settings in ${this.#path} cannot be read (${String(thrown)}): defaults are used.`);
      return validSettings(null);
    }
  }

  /** Whole or not at all: a crash in between leaves the old file. */
  #store(): void {
    const partial = `${this.#path}.part`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(partial, `${JSON.stringify(this.#current, null, 2)}\n`, { mode: 0o600 });
      renameSync(partial, this.#path);
    } catch (thrown) {
      this.#writable = false;
      this.#warn(`The settings cannot be kept in ${this.#path} (${String(thrown)}): they end with this run.`);
    }
  }
}
