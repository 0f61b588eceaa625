import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageFile } from './support';
import type { WindowsMachine } from './windows-machine';

export const environmentKey = 'HKEY_CURRENT_USER\\Environment';
export const uninstallKey = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Framelatch';

/** Framelatch on a Windows of a test's own. */
export class Installation {
  readonly machine: WindowsMachine;

  constructor(machine: WindowsMachine) {
    this.machine = machine;
  }

  /** As Windows names it. */
  get folder(): string {
    return `${this.machine.home}\\AppData\\Local\\Programs\\Framelatch`;
  }

  get entry(): string {
    return `${this.machine.home}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Framelatch.lnk`;
  }

  /** Where a file of it is here. */
  file(...names: string[]): string {
    return this.machine.path([this.folder, ...names].join('\\'));
  }

  /** Every file in its folder. */
  files(): string[] {
    if (!existsSync(this.file())) return [];
    const entries = readdirSync(this.file(), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  }

  /** Runs the installer in silence. */
  async install(which: 'current' | 'older', ...words: string[]): Promise<number> {
    return this.run(packageFile('win-x64-setup.exe', which), ...words);
  }

  async run(setup: string, ...words: string[]): Promise<number> {
    return (await this.machine.run(setup, '/S', ...words)).code;
  }

  /** Why the last one refused. */
  refusal(): string {
    const file = this.machine.path(`${this.machine.home}\\Temp\\Framelatch-setup.log`);
    return existsSync(file) ? readFileSync(file, 'utf16le').slice(1).trim() : '';
  }

  /** The installed command, as a terminal runs it. */
  command(...words: string[]): Promise<{ readonly code: number; readonly output: string }> {
    return this.machine.shell(`${this.folder}\\bin\\framelatch.cmd`, ...words);
  }
}

/** What `reg export` makes of a REG_EXPAND_SZ. */
export function expandable(text: string): string {
  const bytes = Buffer.from(`${text}\0`, 'utf16le');
  return `hex(2):${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',')}`;
}

/** 3,000 characters, with what a PATH may have in it. */
export const longPath = `%SystemRoot%;"C:\\a b";;${'D:\\Werkzeuge\\ä中;'.repeat(300)}`.slice(0, 3000);

/** And of a REG_SZ. */
export function asString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Reads until a line that is wanted; the lines before it are told when none comes. */
export async function untilLine(program: { next(): Promise<string> }, wanted: RegExp): Promise<void> {
  const lines: string[] = [];
  for (;;) {
    const line = await program.next().catch((thrown: unknown) => assert.fail(`${String(thrown)}: ${lines.join('\n')}`));
    if (wanted.test(line)) return;
    lines.push(line);
  }
}
