import { createInterface } from 'node:readline';

import type { Command } from 'commander';

import { createEngine, type Leftover } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { escapeText, print } from './text';

export function addCleanCommand(program: Command): void {
  program
    .command('clean')
    .description('Remove what dead producers left behind, after showing it')
    .option('--yes', 'do not ask')
    .option('--json', 'print the removed names as a JSON array')
    .action(clean);
}

async function clean({ yes, json }: { yes?: true; json?: true }): Promise<void> {
  const { native } = createEngine();
  const leftovers = await native.findLeftovers();
  if (!json) show(leftovers);
  if (!leftovers.length) {
    if (json) print('[]');
    return;
  }
  if (!yes && !(await confirmed())) return;
  const removed = await native.removeLeftovers(leftovers);
  print(json ? JSON.stringify(removed) : `Removed ${removed.length} objects.`);
}

function show(leftovers: readonly Leftover[]): void {
  if (!leftovers.length) print('Nothing is left over.');
  for (const { name, objects } of leftovers) {
    print(escapeText(name));
    for (const object of objects) print(`  ${escapeText(object)}`);
  }
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new FramelatchError({
      code: 'usage',
      operation: 'remove',
      target: 'leftovers',
      reason: 'nobody is there to be asked: standard input is no terminal',
      next: 'Add --yes to remove them without a question.',
    });
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => prompt.question('Remove them? [y/N] ', resolve));
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
