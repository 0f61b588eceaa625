import { Command, CommanderError } from 'commander';

import { version } from '../package.json';
import { unwritable } from '../engine/files/unwritable';
import { guardCommandName } from '../engine/index';
import type { FramelatchError } from '../protocol/errors';
import { addAttachCommand } from './attach';
import { addCleanCommand } from './clean';
import { addCompletionCommand } from './completion/command';
import { reportFailure } from './failure';
import { addInspectCommand } from './inspect';
import { addListCommand } from './list';
import { checkOptions, wrongUsage } from './option-rules';
import { addReadCommand } from './read';
import { addReplayCommand } from './replay';
import { addSaveCommand } from './save';
import { addSendCommand } from './send';
import { addServeCommand } from './serve';
import { addSnapCommand } from './snap';
import { addWatchCommand } from './watch';

const commandNames = new Set([
  'list',
  'inspect',
  'watch',
  'snap',
  'read',
  'attach',
  'save',
  'send',
  'replay',
  'clean',
  'serve',
  'completion',
  guardCommandName,
]);
const wrongUsageCode = 2;

/** Whether the packaged app's first argument asks for the command line instead of the window. */
export function isCliCommand(word: string | undefined): word is string {
  return word !== undefined && commandNames.has(word);
}

/** The whole command line; `test/cli/option-rules.test.ts` goes through it. */
export function createProgram(): Command {
  const root = new Command('framelatch')
    .description('Shows what is in a shared-memory frame mapping right now, and why it is black, late, torn or frozen.')
    .version(version)
    .hook('preAction', (_, command) => checkOptions(command));
  addListCommand(root);
  addInspectCommand(root);
  addWatchCommand(root);
  addSnapCommand(root);
  addReadCommand(root);
  addAttachCommand(root);
  addSaveCommand(root);
  addSendCommand(root);
  addReplayCommand(root);
  addCleanCommand(root);
  addServeCommand(root);
  addCompletionCommand(root);
  // A wrong command line is reported as every other failure is.
  for (const command of [root, ...root.commands]) command.exitOverride().configureOutput({ outputError: () => {} });
  return root;
}

/** Runs one command line. Resolves to its exit code: 0 success, 1 a failed job, 2 wrong usage. */
export async function runCli(words: readonly string[]): Promise<number> {
  const asJson = words.includes('--json');
  endWithOutput(asJson);
  try {
    await createProgram().parseAsync([...words], { from: 'user' });
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return reportFailure(thrown, asJson);
    if (thrown.exitCode === 0) return 0;
    // Without a command there was its help.
    return thrown.code === 'commander.help' ? wrongUsageCode : reportFailure(misread(words, thrown.message), asJson);
  }
}

/** What commander says, as an error of ours. */
function misread([word]: readonly string[], message: string): FramelatchError {
  const sentence = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const reason = sentence.replace(' is invalid. ', ' is invalid: ').replace(/\.$/, '');
  if (isCliCommand(word)) return wrongUsage(word, reason, `\`framelatch ${word} --help\` shows how.`);
  return wrongUsage('framelatch', reason, '`framelatch --help` shows how.');
}

/**
 * `framelatch watch … | head` closes our output: that is the end of the job, not an error. One that takes no more, as on a
 * full disk, is.
 */
function endWithOutput(asJson: boolean): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : reportFailure(unwritable('standard output', error), asJson));
  });
  // Nobody is left to be told.
  process.stderr.on('error', () => {});
}
