import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** native/test/windows/fault_producer.cc says what the arguments mean; built by scripts/build-windows.mjs. */
function programPath(): string {
  const tail = join('native', 'win32-x64', 'fault_producer.exe');
  let folder = __dirname;
  while (!existsSync(join(folder, tail)) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, tail);
}

/** A producer in another Windows process, written without any of the product's code. */
export class Producer {
  readonly #child: ChildProcess;
  readonly pid: number;

  private constructor(child: ChildProcess) {
    assert.ok(child.pid);
    this.#child = child;
    this.pid = child.pid;
  }

  /** Resolves when its objects are there. */
  static async start(...args: string[]): Promise<Producer> {
    const child = spawn(programPath(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'ready') return new Producer(child);
      said.push(line);
    }
    throw new Error(`The producer (${args.join(' ')}) ended before it was ready: ${said.join(', ')}`);
  }

  /** TerminateProcess: no clean-up of its own, whatever it holds. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
