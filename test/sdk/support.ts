import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { Conversation } from '../support/processes';
import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';

const strict = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror'];

/** Compiles a program of the repository as its README says, only stricter. Returns the program's path. */
export function compile(compiler: string, source: string, ...flags: readonly string[]): string {
  const folder = join(root, 'out', 'sdk-tests');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `${source}${flags.join('')}`.replace(/\W+/g, '-'));
  execFileSync(compiler, [...flags, ...strict, '-O2', join(root, source), '-o', program], { stdio: 'pipe' });
  return program;
}

/** Starts a producer whose first line is its mapping's name; ended with the test. */
export async function startProducer(context: TestContext, command: string, ...args: string[]): Promise<Conversation> {
  const producer = new Conversation(command, args);
  atEnd(context, async () => {
    producer.child.kill('SIGTERM');
    await producer.ended();
  });
  await producer.next();
  return producer;
}
