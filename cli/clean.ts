import { createInterface } from 'node:readline';

import type { Command } from 'commander';

import { createEngine, type Engine, type Leftover } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { escapeText, print } from './text';

export function addCleanCommand(program: Command): void {
  program
    .command('clean')
    .description('Remove what dead producers left behind, after showing it')
    .argument('[name...]', 'only these; everything that is left over without one')
    .option('--yes', 'do not ask')
    .option('--json', 'print the removed names as a JSON array')
    .action(clean);
}

async function clean(names: readonly string[], { yes, json }: { yes?: true; json?: true }): Promise<void> {
  const engine = createEngine();
  const leftovers = names.length
    ? await Promise.all(names.map((name) => pick(engine, name)))
    : await engine.findLeftovers();
  if (!json) show(leftovers);
  if (!leftovers.length) {
    if (json) print('[]');
    return;
  }
  if (!yes && !(await confirmed())) return;
  const removed = await engine.removeLeftovers(leftovers);
  print(
    json ? JSON.stringify(removed) : `Removed ${removed.length === 1 ? 'one object' : `${removed.length} objects`}.`,
  );
}

async function pick(engine: Engine, typed: string): Promise<Leftover> {
  const { name } = await engine.resolve(typed);
  const leftover = await engine.findLeftover(name);
  if (leftover) return leftover;
  throw new FramelatchError({
    code: 'mapping-missing',
    operation: 'remove',
    target: name,
    reason: 'found no shared memory or pipe of that name whose producer is gone',
    next: '`framelatch list` shows what is there, and who writes it.',
  });
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
