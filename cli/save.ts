import type { Command } from 'commander';

import { createEngine } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { formatSourceText } from '../protocol/reading';
import { layoutOption, sourceArgument, withLayout } from './options';
import { escapeText, printNote } from './text';

export function addSaveCommand(program: Command): void {
  program
    .command('save')
    .description(
      'Give a source a name of your own, with how it is to be read; every command and the window open it by that',
    )
    .argument('<as>', 'the name of your own')
    .argument('[source]', sourceArgument)
    .addOption(layoutOption())
    .option('--force', 'let a name that stands for something else stand for this')
    .option('--forget', 'remove the name instead')
    .action(save);
}

async function save(
  as: string,
  source: string | undefined,
  options: { layout?: string; force?: true; forget?: true },
): Promise<void> {
  const engine = createEngine();
  const { saved } = engine;
  if (options.forget) {
    if (!saved.forget(as)) throw unknownName(as);
    return printNote(`Forgot ${escapeText(as)}.`);
  }
  if (source === undefined) throw noSource(as);
  // As it is meant here: a path becomes absolute, a name of the user's what stands behind it; a program stays one.
  const { name, ...reading } = await engine.resolveToKeep(withLayout(source, options.layout));
  const before = saved.save(as, formatSourceText(name, reading), { replaces: options.force === true });
  if (before !== null) printNote(`Replaced: it stood for ${escapeText(before)}.`);
  printNote(`Saved: \`framelatch watch '${escapeText(as)}'\` opens it.`);
}

function unknownName(as: string): FramelatchError {
  return new FramelatchError({
    code: 'name-invalid',
    operation: 'forget',
    target: as,
    reason: 'nothing is saved under that name',
    next: '`framelatch list` shows what is.',
  });
}

function noSource(as: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'save',
    target: as,
    reason: 'no source is given',
    next: "Name it, for example: framelatch save camera MyFrames --layout 'raw 640x480 NV12'",
  });
}
