import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { finishScript, type Finished } from '../support/processes';
import { cliScript } from '../support/paths';
import { requireProgram, requireThat } from '../support/requires';

/** The command line, as words of a shell script. */
export const framelatchWords = `"${process.execPath}" "${cliScript}"`;

/** Whether a test may mount what it likes, in a namespace of its own: never on the machine's shared memory folder. */
export function requireOwnMounts(context: TestContext): boolean {
  return (
    requireThat(context, process.getuid?.() === 0, 'only root can mount in a namespace of its own') &&
    requireProgram(context, 'unshare', 'util-linux')
  );
}

/**
 * Runs a shell script in a mount namespace of its own, with an empty shared memory folder mounted with `options`, and a
 * runtime folder of its own: pipes and records of attachments are nobody else's.
 */
export async function inOwnSharedMemory(options: string, script: string): Promise<Finished> {
  const runtime = mkdtempSync(join(tmpdir(), 'framelatch-runtime-'));
  const mounted = `mount -t tmpfs ${options ? `-o ${options} ` : ''}tmpfs /dev/shm && { ${script}\n}`;
  try {
    return await finishScript('unshare', ['--mount', 'sh', '-c', mounted], {
      ...process.env,
      XDG_RUNTIME_DIR: runtime,
    });
  } finally {
    rmSync(runtime, { recursive: true });
  }
}

/** What no user must ever see of a failure. */
export const unexplained = /\[internal\]|Please report|\n\s+at .*[:(]\d+/;

interface Line {
  readonly hash?: string;
  readonly suspect?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** A running `watch --wait --json`, and the frames that it has printed. */
export class Watching {
  readonly child: ChildProcess;
  readonly frames: Line[] = [];

  constructor(context: TestContext, source: string, env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(process.execPath, [cliScript, 'watch', source, '--wait', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    });
    createInterface({ input: this.child.stdout! }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.hash !== undefined) this.frames.push(line);
    });
    atEnd(context, () => this.child.kill('SIGKILL'));
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The most memory that it ever had, in MiB. */
  get peakMiB(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  }

  async until(what: string, condition: () => boolean, withinMs = 30_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!condition()) {
      if (!this.isRunning) throw new Error(`watch has ended; waited for ${what}`);
      if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}; ${this.frames.length} frames`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
