import type { Command } from 'commander';

import { FramelatchError } from '../protocol/errors';
import { parseReading } from '../protocol/reading';

/** With what an option goes. One that says nothing goes with everything. */
export interface OptionRule {
  /** The kinds of job that it means something to. */
  readonly kinds?: readonly string[];
  /** Options that say otherwise, or that leave nothing for it to say. */
  readonly notWith?: readonly string[];
  /** Options of which it needs one. */
  readonly needs?: readonly string[];
}

export interface CommandRules {
  /** What the options ask for, where an option goes with some kinds of job and not with others. */
  readonly kindOf?: (options: Readonly<Record<string, unknown>>) => string;
  /** By long name; an argument by its own, in angle brackets. */
  readonly options: Readonly<Record<string, OptionRule>>;
}

const pictures = ['hook', 'virtual-camera', 'xwd', 'raw', 'pipe'];
const ownFormat = ['hook', 'pipe'];

function layoutOf({ layout }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof layout === 'string' ? parseReading(layout).layout : undefined;
}

/** What is sent: the layouts of both hooks are one kind. */
export function sendKindOf(options: Readonly<Record<string, unknown>>): string {
  if (options['pipe'] !== undefined) return 'pipe';
  const layout = layoutOf(options) ?? 'capture-hook';
  return layout === 'capture-hook' || layout === 'game-capture' ? 'hook' : layout;
}

/** It goes with everything. */
const always: OptionRule = {};

/**
 * Every option of every command, and what it goes with; anything else is wrong usage. An argument stands here where it goes with
 * some options only.
 */
export const optionRules: Readonly<Record<string, CommandRules>> = {
  list: { options: { '--names': { notWith: ['--json'] }, '--json': always } },
  inspect: { options: { '--layout': always, '--json': always } },
  watch: {
    options: { '--layout': always, '--frames': always, '--seconds': always, '--wait': always, '--json': always },
  },
  snap: {
    options: {
      '--layout': always,
      '--out': always,
      '--alpha': always,
      '--new': always,
      '--timeout': always,
      '--json': always,
    },
  },
  attach: {
    options: {
      '--fps': always,
      '--offsets': always,
      '--yes': always,
      '--seconds': always,
      '--wait': always,
      '--json': always,
      // No option any more: the command says what took its place.
      '--without-offsets': always,
    },
  },
  clean: {
    options: {
      // What a process may still write is removed only one by one.
      '--force': { needs: ['<name>'] },
      '--yes': always,
      '--json': always,
    },
  },
  replay: { options: { '--id': always, '--fps': always } },
  send: {
    kindOf: sendKindOf,
    options: {
      '<name>': { notWith: ['--pipe'] },
      '--pipe': { notWith: ['--layout'] },
      '--layout': always,
      '--stdin': always,
      '--seconds': always,
      '--dialect': { kinds: ['hook'], notWith: ['--layout'] },
      '--size': { kinds: pictures },
      '--format': { kinds: ownFormat },
      '--flip': { kinds: ownFormat },
      '--pad': { kinds: ownFormat },
      '--pattern': { kinds: pictures, notWith: ['--stdin'] },
      '--fps': { notWith: ['--values'] },
      '--frames': { notWith: ['--values'] },
      '--text': { kinds: ['checked-block'], notWith: ['--stdin'] },
      '--maximum': { kinds: ['checked-block'] },
      '--schema': { kinds: ['struct'], needs: ['--values', '--stdin'] },
      '--values': { kinds: ['struct'], notWith: ['--stdin'] },
    },
  },
  read: {
    // Without a layout the source says what it is, and then what does not fit is refused by whoever reads it.
    kindOf: (options) => layoutOf(options) ?? 'any',
    options: {
      '--layout': always,
      '--json': always,
      '--follow': { notWith: ['--out'] },
      '--schema': { kinds: ['any', 'struct'] },
      '--platform': { kinds: ['any', 'struct'] },
      '--struct': { kinds: ['any', 'struct'] },
      '--offset': { kinds: ['any', 'struct'] },
      '--encoding': { kinds: ['any', 'struct', 'checked-block'] },
      '--locks': { kinds: ['any', 'checked-block'] },
      '--out': { kinds: ['any', 'checked-block'] },
    },
  },
  save: {
    options: {
      '<source>': { notWith: ['--forget'] },
      '--layout': { notWith: ['--forget'] },
      '--force': { notWith: ['--forget'] },
      '--forget': always,
    },
  },
  serve: {
    options: {
      '--port': always,
      '--open': always,
      '--no-sandbox': { needs: ['--open'] },
      '--source': always,
      '--transport': always,
    },
  },
};

/**
 * Before any command does anything: an option that does not apply is never passed over in silence.
 * @throws FramelatchError `usage`
 */
export function checkOptions(command: Command): void {
  const rules = optionRules[command.name()];
  if (!rules) return;
  const given = givenOptions(command);
  const kind = rules.kindOf?.(command.opts());
  for (const option of given) {
    const complaint = complaintOf(option, rules.options[option] ?? {}, given, kind);
    if (complaint) throw wrongUsage(command.name(), complaint);
  }
}

/** Long names of the options, and the arguments, that stand on the command line. */
function givenOptions(command: Command): readonly string[] {
  const options = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  const values = command.registeredArguments.filter((_, index) => command.args[index] !== undefined);
  return [...values.map((argument) => `<${argument.name()}>`), ...options.map((option) => option.long ?? option.flags)];
}

function complaintOf(
  option: string,
  { kinds, notWith, needs }: OptionRule,
  given: readonly string[],
  kind: string | undefined,
): string | null {
  const contradicted = notWith?.find((other) => given.includes(other));
  if (contradicted) return `${option} does not go with ${contradicted}`;
  if (kinds && kind !== undefined && !kinds.includes(kind)) return `${option} means nothing to a ${nameOf(kind)}`;
  if (needs && !needs.some((other) => given.includes(other))) return `${option} needs ${needs.join(' or ')}`;
  return null;
}

function nameOf(kind: string): string {
  return { hook: 'capture hook', raw: 'raw region', xwd: 'screen in a file (xwd)' }[kind] ?? kind.replace('-', ' ');
}

/** Of a command line that cannot be meant. */
export function wrongUsage(command: string, reason: string, next?: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'run',
    target: command,
    reason,
    next: next ?? `\`framelatch ${command} --help\` shows what goes together.`,
  });
}
