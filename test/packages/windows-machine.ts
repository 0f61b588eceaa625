import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { startDisplay } from '../e2e/support/display';
import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';
import { Conversation, type Finished, finishScript } from '../support/processes';
import { findProgram } from '../support/requires';

const wineApp = join(root, 'scripts', 'wine-app.mjs');
const prepared = join(root, '.cache', 'wine');
/** What a program of this machine's says comes here on standard error: a Windows program cannot write to a pipe. */
type Ended = Pick<Finished, 'code'> & { readonly output: string };

/** A Windows of a test's own under Wine: what is installed there, and its registry, go with the test. */
export class WindowsMachine {
  readonly display: string;
  readonly #prefix: string;

  private constructor(prefix: string, display: string) {
    this.#prefix = prefix;
    this.display = display;
  }

  static async start(context: TestContext): Promise<WindowsMachine> {
    // Beside the one that it is a copy of: links need one disk.
    const prefix = mkdtempSync(`${prepared}-test-`);
    atEnd(context, () => rmSync(prefix, { recursive: true, force: true }));
    copyPrefix(prefix);
    process.env['FRAMELATCH_WINE_PREFIX'] = prefix;
    const server = findProgram('wineserver') ?? '/usr/lib/wine/wineserver64';
    // Before its folder and its display go.
    const display = await startDisplay(context);
    atEnd(context, () => spawnSync(server, ['-k', '-w'], { env: { ...process.env, WINEPREFIX: prefix } }));
    return new WindowsMachine(prefix, display);
  }

  /** Where a Windows path is here: `C:\users\…`. */
  path(windows: string): string {
    return join(this.#prefix, 'drive_c', ...windows.slice('C:\\'.length).split('\\'));
  }

  /** The folder of this user, as Windows names it. */
  get home(): string {
    return `C:\\users\\${process.env['USER'] ?? 'root'}`;
  }

  #environment(program: string): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.display, FRAMELATCH_WINE_PROGRAM: program };
  }

  /** Runs a program, by its path here, to its end. */
  async run(program: string, ...args: string[]): Promise<Ended> {
    const { code, stderr } = await finishScript(process.execPath, [wineApp, ...args], this.#environment(program));
    return { code, output: stderr.replaceAll('\r\n', '\n') };
  }

  /** The same where no file can have more than 25 MB, as if the disk were full: resolves to its exit code. */
  async runWithoutRoom(program: string, ...args: string[]): Promise<number> {
    const wine = findProgram('wine64') ?? '/usr/lib/wine/wine64';
    // Node itself gives every signal its usual meaning back, and that of this one is the end.
    const script = 'ulimit -f 50000; trap "" XFSZ; exec "$@" >/dev/null 2>&1';
    const own = { DISPLAY: this.display, WINEPREFIX: this.#prefix, WINEDEBUG: '-all' };
    const { code } = await finishScript('sh', ['-c', script, 'sh', wine, program, ...args], { ...process.env, ...own });
    return code;
  }

  /** Runs a line of cmd.exe's. */
  shell(...words: string[]): Promise<Ended> {
    return this.run(this.path('C:\\windows\\system32\\cmd.exe'), '/c', ...words);
  }

  /** Starts a program that goes on. */
  start(program: string, ...args: string[]): Conversation {
    return new Conversation('sh', ['-c', 'exec "$@" 2>&1', 'sh', wineApp, ...args], this.#environment(program));
  }

  /** A value of the registry as `reg export` writes it (`dword:…`, `"…"`, `hex(2):…`); null when there is none. */
  async registryValue(key: string, name: string): Promise<string | null> {
    const file = 'C:\\value.reg';
    await this.run(this.path('C:\\windows\\system32\\reg.exe'), 'export', key, file, '/y');
    if (!existsSync(this.path(file))) return null;
    const text = readFileSync(this.path(file), 'utf16le').replaceAll(/\\\r\n\s*/g, '');
    writeFileSync(this.path(file), '');
    const line = text.split('\r\n').find((one) => one.toLowerCase().startsWith(`"${name.toLowerCase()}"=`));
    return line?.slice(name.length + 3) ?? null;
  }

  /** Puts a value there, in the same form. */
  async setRegistryValue(key: string, name: string, value: string): Promise<void> {
    const file = 'C:\\value.reg';
    const text = `\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n"${name}"=${value}\r\n`;
    writeFileSync(this.path(file), text, 'utf16le');
    await this.run(this.path('C:\\windows\\system32\\reg.exe'), 'import', file);
  }
}

const asItIs = { recursive: true, verbatimSymlinks: true };

/** A copy of a folder whose files nobody writes into; links to them, where both are on one disk. */
export function linkFolder(from: string, to: string): void {
  if (spawnSync('cp', ['-rlT', from, to]).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, asItIs);
}

/** Windows' own files are the same for all; the registry and the users' are this one's. */
function copyPrefix(target: string): void {
  mkdirSync(join(target, 'drive_c'), { recursive: true });
  linkFolder(join(prepared, 'drive_c', 'windows'), join(target, 'drive_c', 'windows'));
  for (const name of ['users', 'ProgramData', 'Program Files', 'Program Files (x86)']) {
    cpSync(join(prepared, 'drive_c', name), join(target, 'drive_c', name), asItIs);
  }
  for (const name of ['system.reg', 'user.reg', 'userdef.reg', 'dosdevices', '.update-timestamp']) {
    cpSync(join(prepared, name), join(target, name), asItIs);
  }
}
