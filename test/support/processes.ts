import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

import { loadNative } from '../../native/index';
import { atEnd } from './cleanup';
import { cliScript, root } from './paths';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const longestMs = 60_000;
const longestScriptMs = 300_000;

/** Runs a program to its end; one that hangs is killed and fails the test by its code. */
export function finish(
  command: string,
  args: readonly string[],
  input?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Finished> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  return endOf(child, input, longestMs, () => child.kill('SIGKILL'));
}

/** The same for a script that starts others: they are killed with it, as they would keep its output open. Not on Windows. */
export function finishScript(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env, detached: true });
  return endOf(child, undefined, longestScriptMs, () => child.pid && process.kill(-child.pid, 'SIGKILL'));
}

function endOf(
  child: ChildProcessWithoutNullStreams,
  input: string | undefined,
  withinMs: number,
  kill: () => void,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(kill, withinMs);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (output.stdout += chunk));
    child.stderr.on('data', (chunk) => (output.stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, ...output });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Runs the command line as a user does. */
export function framelatch(...args: readonly string[]): Promise<Finished> {
  return finish(process.execPath, [cliScript, ...args]);
}

/** A process that answers each line with a line. */
export class Conversation {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the process has ended');
    return value;
  }

  ask(line: string): Promise<string> {
    this.child.stdin?.write(`${line}\n`);
    return this.next();
  }

  /** Resolves when the process has ended, however. */
  ended(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.child.once('exit', () => resolve()));
  }
}

/** Removes what a killed producer has left behind, as one that starts in its place does: also mutexes that a viewer has open. */
export async function removeLeftovers(id: number): Promise<void> {
  const leftovers = await loadNative().findLeftovers();
  const ours = leftovers.filter(({ name }) => name.endsWith(`_HookInfo${id}`));
  await loadNative().removeLeftovers(ours, 'in-place');
}

/** The independent producer in Python, ended with the test. */
export async function startPythonProducer(context: TestContext, id: number, ...args: string[]): Promise<Conversation> {
  const producer = new Conversation('python3', [join(root, 'test', 'producers', 'producer.py'), String(id), ...args]);
  atEnd(context, async () => {
    producer.child.stdin?.end();
    await producer.ended();
    await removeLeftovers(id);
  });
  if ((await producer.next()) !== 'ready') throw new Error('the producer did not start');
  return producer;
}

/** `framelatch send` as a separate process, ended with the test. Resolves when its mapping is there. */
export async function startSend(context: TestContext, ...args: (string | number)[]): Promise<Conversation> {
  const sender = new Conversation(process.execPath, [cliScript, 'send', ...args.map(String)]);
  atEnd(context, async () => {
    sender.child.kill('SIGTERM');
    await sender.ended();
  });
  await sender.next();
  return sender;
}

let nextId = 0;

/** Ids that no other process of the tests uses at the same time. */
export function uniqueId(): number {
  nextId += 1;
  return process.pid * 1000 + nextId;
}
