import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { _electron, type ElectronApplication } from 'playwright-core';

import type { Tally } from './tally';

// A source whose page crashes twice within a minute is not opened by itself again: electron/page-life.ts.
const killsApartMs = 61_000;
const answersWithinMs = 3000;

/** The packaged app on a display of its own, looking at one source; its renderer is killed now and then. */
export class Window {
  readonly #app: ElectronApplication;
  readonly #display: ChildProcess;
  readonly #profile: string;
  readonly #tally: Tally;
  #isClosing = false;

  private constructor(app: ElectronApplication, display: ChildProcess, profile: string, tally: Tally) {
    this.#app = app;
    this.#display = display;
    this.#profile = profile;
    this.#tally = tally;
    app.process().once('exit', (code, signal) => {
      if (!this.#isClosing) tally.count('crashes', `the app ended with ${signal ?? code}`);
    });
  }

  static async open(executable: string, source: string, tally: Tally): Promise<Window> {
    const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x720x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise<string>((resolve) => {
      display.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    });
    const profile = mkdtempSync(join(tmpdir(), 'framelatch-storm-'));
    const isRoot = process.getuid?.() === 0;
    const app = await _electron.launch({
      executablePath: executable,
      chromiumSandbox: !isRoot,
      args: [...(isRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`, `--source=${source}`],
      env: { ...(process.env as Record<string, string>), DISPLAY: `:${number}` },
    });
    await app.firstWindow();
    return new Window(app, display, profile, tally);
  }

  /** Of the main process. */
  get pid(): number {
    return this.#app.process().pid ?? 0;
  }

  /** Whether the page says that the source is live. */
  async isLive(): Promise<boolean> {
    // Through the main process: to Playwright a page that crashed once stays crashed.
    const asked = this.#app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const script = "document.querySelector('[data-testid=status-state].live') !== null";
      return window?.webContents.executeJavaScript(script) as Promise<boolean> | undefined;
    });
    const isLive = asked.then((live) => live === true).catch(() => false);
    return Promise.race([isLive, sleep(answersWithinMs, false)]);
  }

  async killRenderers(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      for (let waited = 0; waited < killsApartMs && !isOver(); waited += 250) await sleep(250);
      if (isOver()) return;
      const renderer = rendererOf(this.pid);
      if (renderer === null) continue;
      process.kill(renderer, 'SIGKILL');
      this.#tally.killed('renderer');
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#app.close();
    this.#display.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The page's process below the app's main process, whatever stands in between. */
function rendererOf(main: number): number | null {
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    try {
      // A process that the zygote made has its arguments in one string.
      const isRenderer = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
      if (isRenderer && isBelow(pid, main)) return pid;
    } catch {
      continue; // ended meanwhile
    }
  }
  return null;
}

function isBelow(pid: number, ancestor: number): boolean {
  if (pid === ancestor) return true;
  if (pid <= 1) return false;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return isBelow(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), ancestor);
}
