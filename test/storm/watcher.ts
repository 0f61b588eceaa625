import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Tally } from './tally';

const endsWithinMs = 20_000;

interface WatchLine {
  readonly hash?: string;
  readonly sequence?: number;
  readonly suspect?: boolean;
  readonly summary?: unknown;
}

/** `framelatch watch --wait --json` beside the storm: an observer that must outlive all of it. */
export class Watcher {
  readonly child: ChildProcess;
  readonly #title: string;
  readonly #tally: Tally;
  readonly #hashes: ReadonlySet<string>;
  #frames = 0;
  #sequence = 0;
  #hasSummary = false;
  #isEnding = false;

  constructor(cli: string, title: string, source: readonly string[], tally: Tally, hashes: ReadonlySet<string>) {
    this.#title = title;
    this.#tally = tally;
    this.#hashes = hashes;
    this.child = spawn(process.execPath, [cli, 'watch', ...source, '--wait', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.#read(line));
    this.child.once('exit', (code, signal) => {
      if (!this.#isEnding) tally.count('crashes', `watch of ${title} ended with ${signal ?? code}`);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get frames(): number {
    return this.#frames;
  }

  #read(line: string): void {
    const { hash, sequence = 0, suspect, summary } = JSON.parse(line) as WatchLine;
    if (summary !== undefined) this.#hasSummary = true;
    if (hash === undefined) return;
    this.#frames += 1;
    this.#tally.framesSeen += 1;
    if (suspect) this.#tally.framesSuspect += 1;
    else if (!this.#hashes.has(hash)) this.#tally.count('tornUnmarked', `watch of ${this.#title}, frame ${sequence}`);
    if (sequence <= this.#sequence) this.#tally.count('orderBackwards', `watch of ${this.#title}, frame ${sequence}`);
    this.#sequence = sequence;
  }

  /** Ends it as a user does; it must end, with its summary and in order. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGINT');
    const timer = setTimeout(() => {
      this.#tally.count('hangs', `watch of ${this.#title} did not end`);
      this.child.kill('SIGKILL');
    }, endsWithinMs);
    const code = await ended;
    clearTimeout(timer);
    if (code !== 0) this.#tally.count('crashes', `watch of ${this.#title} ended with ${code}`);
    else if (!this.#hasSummary) this.#tally.count('crashes', `watch of ${this.#title} ended without its summary`);
  }
}
