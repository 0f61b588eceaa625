import { isCliCommand } from '../cli/index';

const questions = new Set(['--help', '-h', '--version']);

/** The words of a command, when the arguments are one; Chromium's own switches may stand in front of it. */
export function commandWords(args: readonly string[]): readonly string[] | null {
  const start = args.findIndex((word) => !word.startsWith('-') || questions.has(word));
  const word = args[start];
  if (word === undefined || !(questions.has(word) || isCliCommand(word))) return null;
  return args.slice(start).filter((argument) => argument !== '--no-sandbox');
}
