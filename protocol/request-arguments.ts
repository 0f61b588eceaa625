import type { ContentSettings } from './content';
import { FramelatchError } from './errors';
import { validContentSettings, type RequestChannel, type Settings, type ShellRequests } from './ipc';
import { updateChoices, type UpdateChoice } from './update';

/* What a page may say in a request, for both shells: checked here, and nowhere believed before. */

const longestText = 1024;

/** Gives the argument back as what it must be. @throws FramelatchError `usage` */
type Check<Value> = (value: unknown) => Value;
type Checks<Args extends readonly unknown[]> = { readonly [Index in keyof Args]: Check<Args[Index]> };

const text: Check<string> = (value) => {
  if (typeof value === 'string' && value.length <= longestText) return value;
  throw wrongArgument(`a text of at most ${longestText} characters`);
};

const session: Check<number> = (value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrongArgument('a whole number');
};

const choice: Check<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  throw wrongArgument('true or false');
};

/** Its fields are checked where it is applied: what is no valid value of a setting becomes the default. */
const settingsChange: Check<Partial<Settings>> = (value) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrongArgument('an object of settings');
};

const contentSettings: Check<ContentSettings> = (value) => validContentSettings(value);

const updateChoice: Check<UpdateChoice> = (value) => {
  const known = updateChoices.find((one) => one === value);
  if (known) return known;
  throw wrongArgument(`one of ${updateChoices.join(', ')}`);
};

const checks: { readonly [Channel in RequestChannel]: Checks<Parameters<ShellRequests[Channel]>> } = {
  'app:info': [],
  'settings:read': [],
  'settings:write': [settingsChange],
  'sources:list': [],
  'sources:save': [text, text],
  'sources:forget': [text],
  'test-pattern:start': [],
  'test-pattern:stop': [],
  'session:open': [text],
  'session:close': [session],
  'session:configure': [session, contentSettings],
  'session:attach': [session, choice, choice],
  'session:content': [session],
  'session:picture': [session, text],
  'session:snapshot': [session],
  'update:read': [],
  'update:choose': [updateChoice],
};

export const requestChannels = Object.keys(checks) as readonly RequestChannel[];

export function isRequestChannel(word: string): word is RequestChannel {
  return Object.hasOwn(checks, word);
}

/**
 * A request's arguments as its handler takes them.
 * @throws FramelatchError `usage` when they are too few, too many, or of another kind
 */
export function checkedArguments<Channel extends RequestChannel>(
  channel: Channel,
  args: readonly unknown[],
): Parameters<ShellRequests[Channel]> {
  const expected: readonly Check<unknown>[] = checks[channel];
  if (args.length > expected.length) throw wrongArgument(`one of ${expected.length}: found ${args.length}`);
  return expected.map((check, index) => check(args[index])) as Parameters<ShellRequests[Channel]>;
}

function wrongArgument(expected: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'answer',
    target: 'request',
    reason: `an argument is not ${expected}`,
    next: 'Reload the page: it and the program behind it may be of different versions.',
  });
}
