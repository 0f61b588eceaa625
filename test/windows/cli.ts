import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { cliScript } from '../support/paths';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled command line in a Windows process of its own. */
export async function framelatch(...args: string[]): Promise<Finished> {
  const child = spawn(process.execPath, [cliScript, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** A command that is a producer, once it has created its objects. */
export async function startCommand(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [cliScript, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    assert.match(line, /HookInfo/);
    return child;
  }
  throw new Error(`framelatch ${args.join(' ')} ended before it had a source`);
}

export const startSend = (...args: string[]): Promise<ChildProcess> => startCommand('send', ...args);

export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
