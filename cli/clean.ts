import { createInterface } from 'node:readline';

import type { Command } from 'commander';

import { createEngine, type Caution, type Engine, type Leftover } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { escapeText, print } from './text';

interface CleanOptions {
  readonly yes?: true;
  readonly json?: true;
  readonly force?: true;
}

export function addCleanCommand(program: Command): void {
  program
    .command('clean')
    .description('Remove what dead producers left behind, after showing it')
    .argument('[name...]', 'only these; everything that is left over without one')
    .option('--force', 'with names: also what a process writes or may write; it goes on unseen, and no viewer finds it')
    .option('--yes', 'do not ask')
    .option('--json', 'print the removed names as a JSON array')
    .addHelpText('after', limits)
    .action(clean);
}

const limits = `
Only what certainly no process has open for writing is left over, and only after a second in which nobody wrote it; what
was written within the last five seconds stays. Never removed, --force or not: files, and mutexes and events that a process
has open. What takes a name meanwhile is another object, and keeps it.`;

async function clean(names: readonly string[], { yes, json, force }: CleanOptions): Promise<void> {
  const engine = createEngine();
  const caution = force ? 'forced' : 'certain';
  const leftovers = names.length
    ? await Promise.all(names.map((name) => pick(engine, name, caution)))
    : await engine.findLeftovers();
  if (!json) await show(engine, leftovers, caution);
  if (!leftovers.length) {
    if (json) print('[]');
    return;
  }
  if (!yes && !(await confirmed())) return;
  const removed = await engine.removeLeftovers(leftovers, caution);
  if (json) print(JSON.stringify(removed));
  else summarise(leftovers, removed);
}

async function pick(engine: Engine, typed: string, caution: Caution): Promise<Leftover> {
  const { name } = await engine.resolve(typed);
  const leftover = await engine.findLeftover(name, caution);
  if (leftover) return leftover;
  const list = '`framelatch list` shows what is there, and who writes it.';
  throw new FramelatchError({
    code: 'mapping-missing',
    operation: 'remove',
    target: name,
    reason: 'found no shared memory or pipe of that name whose producer is gone',
    next: [await engine.whyKept(name), list].filter(Boolean).join(' '),
  });
}

async function show(engine: Engine, leftovers: readonly Leftover[], caution: Caution): Promise<void> {
  if (!leftovers.length) print('Nothing is left over.');
  for (const { name, objects } of leftovers) {
    print(escapeText(name));
    for (const object of objects) print(`  ${escapeText(object)}`);
    const warning = caution === 'forced' ? await engine.whyKept(name) : null;
    if (warning) print(escapeText(`  ${warning} It goes on writing what nobody finds any more.`));
  }
}

function summarise(leftovers: readonly Leftover[], removed: readonly string[]): void {
  print(`Removed ${removed.length === 1 ? 'one object' : `${removed.length} objects`}.`);
  const kept = leftovers.flatMap(({ objects }) => objects).filter((object) => !removed.includes(object));
  if (kept.length) print(`Left alone, as they are in use or were made anew: ${kept.map(escapeText).join(', ')}`);
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
