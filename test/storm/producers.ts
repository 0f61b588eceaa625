import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Kind } from './kinds';

const longestMs = 30_000;

/** How a producer's process ended: as it was told to, or not. */
export type End = 'killed' | 'hung' | 'failed';

/** Runs a producer that kills itself in front of that step. */
export function runToItsKill(program: string, kind: Kind, id: number, killAt: number, seed: number): Promise<End> {
  return new Promise((resolve) => {
    const child = spawn(program, [kind, id, killAt, seed].map(String), { stdio: ['ignore', 'ignore', 'inherit'] });
    let isHung = false;
    const timer = setTimeout(() => {
      isHung = true;
      child.kill('SIGKILL');
    }, longestMs);
    child.once('exit', (_code, signal) => {
      clearTimeout(timer);
      if (isHung) resolve('hung');
      else resolve(signal === 'SIGKILL' ? 'killed' : 'failed');
    });
  });
}

/** A producer that lives until it is stopped, and then removes its objects. */
export class SteadyProducer {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(program: string, kind: Kind, id: number): Promise<SteadyProducer> {
    const child = spawn(program, [kind, id, 0, 1].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (value !== 'ready') throw new Error(`the steady ${kind} producer did not start`);
    return new SteadyProducer(child);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }
}
