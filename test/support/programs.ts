import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { atEnd } from './cleanup';
import { root } from './paths';
import { Conversation, finish, removeLeftovers, uniqueId } from './processes';

/** A program's name that no other test uses. */
export function uniqueProgram(): string {
  return `flt${uniqueId()}.exe`;
}

/** Starts the independent producer as a process of a name of its own: a restart is another process under another number. */
export class Program {
  readonly #path: string;
  readonly #context: TestContext;

  private constructor(context: TestContext, path: string) {
    this.#context = context;
    this.#path = path;
  }

  static async create(context: TestContext, name: string): Promise<Program> {
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-program-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const { stdout } = await finish('python3', ['-c', 'import sys; print(sys.executable)']);
    symlinkSync(realpathSync(stdout.trim()), join(folder, name));
    return new Program(context, join(folder, name));
  }

  /** @param script of test/producers, whose first word is the number in its objects' names */
  async start(id: number, script = 'producer.py'): Promise<Conversation> {
    const producer = new Conversation(this.#path, [join(root, 'test', 'producers', script), String(id)]);
    atEnd(this.#context, async () => {
      producer.child.stdin?.end();
      await producer.ended();
      await removeLeftovers(id);
    });
    if ((await producer.next()) !== 'ready') throw new Error('the program did not start');
    return producer;
  }
}

/** As its user ends it: its objects go. */
export async function quit(producer: Conversation): Promise<void> {
  producer.child.stdin?.end();
  await producer.ended();
}

/** As a crash ends it: its objects stay. */
export async function kill(producer: Conversation): Promise<void> {
  producer.child.kill('SIGKILL');
  await producer.ended();
}
