import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { root } from './paths';

// A busy machine builds first what changed.
const patienceMs = 120_000;

export const startScript = join(root, 'scripts', 'start.mjs');

/** `npm start`, without a display unless it is given one; ended with the test. */
export class Start {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';
  #wake: () => void = () => {};

  /** @param words of Node: the script and its arguments, or a program that starts it */
  constructor(t: TestContext, args: readonly string[], env: NodeJS.ProcessEnv = {}, words = [startScript, ...args]) {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...inherited } = process.env;
    this.child = spawn(process.execPath, words, {
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#note(line));
    }
    t.after(async () => {
      this.child.kill('SIGTERM');
      await this.ended;
    });
  }

  /** Waits for a line; what its first group holds. */
  async says(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found[1] ?? found[0];
      assert.ok(Date.now() < deadline, `never said ${pattern}:\n${this.output}`);
      await Promise.race([sleep(1000), new Promise<void>((resolve) => (this.#wake = resolve))]);
    }
  }

  #note(line: string): void {
    this.output += `${line}\n`;
    this.#wake();
  }
}

/** Whether a file goes within half a minute. */
export async function isGone(path: string): Promise<boolean> {
  for (let waits = 0; existsSync(path) && waits < 300; waits++) await sleep(100);
  return !existsSync(path);
}
