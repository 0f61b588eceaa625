import { version } from '../package.json';
import { completionFor } from './completion/command';
import { createProgram } from './index';
import { manualPage } from './manual';

/**
 * What a system wants to have of a command line in files: the manual page, and completions for bash and zsh.
 * @param date of the manual page, as 2026-11-26
 * @returns the text of each, by its path below `share/`
 */
export function commandDocuments(date: string): Readonly<Record<string, string>> {
  const program = createProgram();
  return {
    'man/man1/framelatch.1': manualPage(program, version, date),
    'bash-completion/completions/framelatch': completionFor(program, 'bash'),
    'zsh/site-functions/_framelatch': completionFor(program, 'zsh'),
  };
}
