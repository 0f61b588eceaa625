import { Argument, type Command } from 'commander';

import { print } from '../text';
import { bashCompletion } from './bash';
import { powershellCompletion } from './powershell';
import { completedCommands } from './words';
import { zshCompletion } from './zsh';

const shells = { bash: bashCompletion, zsh: zshCompletion, powershell: powershellCompletion };
export type Shell = keyof typeof shells;

const how = `
Examples:
  framelatch completion bash > ~/.local/share/bash-completion/completions/framelatch
  framelatch completion zsh > ~/.zfunc/_framelatch       with fpath+=~/.zfunc before compinit
  framelatch completion powershell >> $PROFILE`;

/** The script by which that shell completes `framelatch`; ends with a line feed. */
export function completionFor(program: Command, shell: Shell): string {
  return shells[shell](completedCommands(program));
}

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('Print a script by which a shell completes commands, options and the names of sources')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(shells)))
    .addHelpText('after', how)
    .action((shell: Shell) => print(completionFor(program, shell).trimEnd()));
}
