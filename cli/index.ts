import { Command, CommanderError } from 'commander';

import { version } from '../package.json';
import { guardCommandName } from '../engine/index';
import { addAttachCommand } from './attach';
import { addCleanCommand } from './clean';
import { reportFailure } from './failure';
import { addInspectCommand } from './inspect';
import { addListCommand } from './list';
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
  guardCommandName,
]);
const wrongUsage = 2;

/** Whether the packaged app's first argument asks for the command line instead of the window. */
export function isCliCommand(word: string | undefined): boolean {
  return word !== undefined && commandNames.has(word);
}

function program(): Command {
  const root = new Command('framelatch')
    .description('Shows what is in a shared-memory frame mapping right now, and why it is black, late, torn or frozen.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows how)');
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
  for (const command of root.commands) command.exitOverride().showHelpAfterError('(--help shows how)');
  return root;
}

/** Runs one command line. Resolves to its exit code: 0 success, 1 a failed job, 2 wrong usage. */
export async function runCli(words: readonly string[]): Promise<number> {
  dieQuietlyOnClosedPipe();
  try {
    await program().parseAsync([...words], { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : wrongUsage;
    return reportFailure(thrown, words.includes('--json'));
  }
}

/** `framelatch watch … | head` closes our output: that is the end of the job, not an error. */
function dieQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
