import type { Command, Help } from 'commander';

import { visibleCommands } from './completion/words';

/* The manual page, made from what the commands say of themselves. Packaging writes it into the packages. */

/** Roff reads a backslash as an escape, a leading dot or quote as a request, and a hyphen as what may be broken at. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', '\\(cq').replaceAll('…', '...');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

function terms(help: Help, command: Command): string[] {
  const entries = [
    ...help.visibleArguments(command).map((each) => [help.argumentTerm(each), help.argumentDescription(each)]),
    ...help.visibleOptions(command).map((each) => [help.optionTerm(each), help.optionDescription(each)]),
  ];
  return entries.flatMap(([term = '', about = '']) => ['.TP', `.B ${roff(term)}`, roff(about)]);
}

function section(command: Command): string[] {
  const help = command.createHelp();
  const usage = help.commandUsage(command).replace(/^framelatch /, '');
  return [`.SS ${roff(usage)}`, roff(`${help.commandDescription(command)}.`), ...terms(help, command)];
}

const exitStatus = ['.SH EXIT STATUS', '0 success, 1 a failed job, 2 wrong usage.'];
const environment = [
  '.SH FILES',
  '.TP',
  '.I $XDG_CONFIG_HOME/framelatch',
  'settings of the window, and sources that were saved; ~/.config/framelatch without that variable',
];

/**
 * framelatch(1) in the man macros.
 * @param program as `createProgram()` makes it
 * @param date of the page, as 2026-11-26
 */
export function manualPage(program: Command, version: string, date: string): string {
  const help = program.createHelp();
  return [
    `.TH FRAMELATCH 1 ${date} "Framelatch ${version}" "User Commands"`,
    '.SH NAME',
    'framelatch \\- live viewer for frames in shared memory',
    '.SH SYNOPSIS',
    '.B framelatch',
    '[\\-\\-source=\\fINAME\\fR]',
    '.br',
    '.B framelatch',
    '\\fICOMMAND\\fR [\\fIOPTIONS\\fR]',
    '.SH DESCRIPTION',
    roff(help.commandDescription(program)),
    '.PP',
    'Without a command it opens its window.',
    '.SH COMMANDS',
    ...visibleCommands(program).flatMap(section),
    ...exitStatus,
    ...environment,
    '',
  ].join('\n');
}
