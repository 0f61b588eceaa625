import type { Command, Option } from 'commander';

import { layoutNames } from '../../protocol/source';

/** What a shell can complete behind an option, or in an argument's place. */
export type Completed =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'source' | 'nothing' };

export interface OptionWords {
  /** `--json`, and its short form where it has one. */
  readonly names: readonly string[];
  readonly about: string;
  /** Of its value; null when it takes none, or none is needed: then what stands behind it is the command's. */
  readonly value: Completed | null;
}

export interface CommandWords {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionWords[];
  /** Of its arguments, in order; the last one may stand for more. */
  readonly values: readonly Completed[];
}

const files = new Set(['file', 'hook-info', 'texture', 'files']);
const sources = new Set(['name', 'source', 'pid']);

function placeCompleted(place: string): Completed {
  if (place === 'words') return { kind: 'words', words: layoutNames };
  if (files.has(place)) return { kind: 'file' };
  if (place === 'folder') return { kind: 'folder' };
  return { kind: sources.has(place) ? 'source' : 'nothing' };
}

function optionWords(option: Option): OptionWords {
  const names = [option.long, option.short].filter((name) => name !== undefined);
  return { names, about: option.description, value: valueOf(option) };
}

function valueOf(option: Option): Completed | null {
  if (!option.required) return null;
  if (option.argChoices) return { kind: 'words', words: option.argChoices };
  const place = /[<[]([\w-]+)/.exec(option.flags)?.[1] ?? '';
  // Of options only --source has an existing source for a value.
  if (sources.has(place) && option.long !== '--source') return { kind: 'nothing' };
  return placeCompleted(place);
}

function commandWords(command: Command): CommandWords {
  return {
    name: command.name(),
    about: command.description(),
    options: command.createHelp().visibleOptions(command).map(optionWords),
    values: command.registeredArguments.map((argument) => {
      if (argument.argChoices) return { kind: 'words', words: argument.argChoices };
      // What a producer makes does not exist yet.
      return command.name() === 'send' ? { kind: 'nothing' } : placeCompleted(argument.name());
    }),
  };
}

/** The commands that `framelatch --help` shows, but for `help` itself. */
export function visibleCommands(program: Command): readonly Command[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help');
}

/** Every command that `framelatch --help` shows, as a shell completes it. */
export function completedCommands(program: Command): readonly CommandWords[] {
  return visibleCommands(program).map(commandWords);
}
