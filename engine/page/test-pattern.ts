import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { FramelatchError } from '../../protocol/errors';
import { ownCommand } from '../own-command';
import { after } from '../timer';

const startMs = 20_000;
/** How long a producer that was asked to end may take to remove its objects. */
const endMs = 5000;

/**
 * A producer of our own for whoever has none yet: `send` in a process of its own, a capture hook under this process's number.
 * It ends with this process, however that ends: its channel is closed then.
 */
export class TestPattern {
  readonly #command: readonly string[];
  #child: ChildProcess | null = null;
  #starting: Promise<string> | null = null;
  #name: string | null = null;

  /** @param command how this program runs its own commands */
  constructor(command: readonly string[] = ownCommand()) {
    this.#command = command;
  }

  /** Its mapping's name; null while there is none. */
  get name(): string | null {
    return this.#name;
  }

  /**
   * Resolves to its mapping's name, once that is there; to the same when it was there already.
   * @throws FramelatchError `internal` when it does not come, with what it said
   */
  start(): Promise<string> {
    if (this.#name !== null) return Promise.resolve(this.#name);
    this.#starting ??= this.#begin().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** It removes its objects and ends. */
  stop(): void {
    const child = this.#child;
    this.#child = null;
    this.#name = null;
    if (!child || child.exitCode !== null) return;
    const cancel = after(endMs, () => child.kill('SIGKILL'), false);
    child.once('exit', cancel);
    if (child.connected) child.disconnect();
  }

  async #begin(): Promise<string> {
    const [program = '', ...words] = this.#command;
    const child = spawn(program, [...words, 'send', String(process.pid), '--pattern', 'clock'], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    this.#child = child;
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
    const outcome = await new Promise<{ readonly name: string } | { readonly reason: string }>((resolve) => {
      const cancel = after(startMs, () => resolve({ reason: `nothing was there after ${startMs / 1000} s` }), false);
      createInterface({ input: child.stdout! }).once('line', (line) => resolve({ name: line.split(' ')[0] ?? '' }));
      child.once('error', ({ message }) => resolve({ reason: message }));
      child.once('exit', (code) => {
        cancel();
        resolve({ reason: complaint.trim() || `it ended with code ${code}` });
        if (this.#child === child) this.stop();
      });
    });
    if ('reason' in outcome || this.#child !== child) {
      child.kill('SIGKILL');
      if (this.#child === child) this.stop();
      throw notStarted('reason' in outcome ? outcome.reason : 'it was stopped before');
    }
    // What it says later is nobody's business here, and must not fill its pipe.
    child.stdout?.resume();
    this.#name = outcome.name;
    return outcome.name;
  }
}

function notStarted(reason: string): FramelatchError {
  return new FramelatchError({
    code: 'internal',
    operation: 'start',
    target: 'test pattern',
    reason,
    next: 'Run `framelatch send` in a terminal, which says more.',
  });
}
