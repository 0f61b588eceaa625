import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/paths';
import { Conversation } from '../support/processes';

/** native/test/windows/fault_producer.cc says what the arguments mean; built by scripts/build-windows.mjs. */
const program = join(root, 'out', 'native', 'win32-x64', 'fault_producer.exe');

/** A producer in another Windows process, written without any of the product's code. */
export class Producer {
  readonly #process: Conversation;

  private constructor(process: Conversation) {
    this.#process = process;
  }

  /** Resolves when its objects are there. */
  static async start(...args: string[]): Promise<Producer> {
    if (!existsSync(program)) throw new Error(`${program} is missing: run scripts/build-windows.mjs`);
    const process = new Conversation(program, args);
    for (let line = await process.next(); line !== 'ready'; line = await process.next()) {
      if (line !== 'held') throw new Error(`fault_producer ${args.join(' ')}: ${line}`);
    }
    return new Producer(process);
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** TerminateProcess: no clean-up of its own, whatever it holds. */
  async kill(): Promise<void> {
    this.#process.child.kill('SIGKILL');
    await this.#process.ended();
  }
}
