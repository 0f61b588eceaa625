import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { writeFileWholeSync } from '../engine/files/write-file';
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

  #store(): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileWholeSync(this.#path, Buffer.from(`${JSON.stringify(this.#current, null, 2)}\n`), { mode: 0o600 });
    } catch (thrown) {
      this.#writable = false;
      this.#warn(`The settings cannot be kept in ${this.#path} (${String(thrown)}): they end with this run.`);
    }
  }
}
