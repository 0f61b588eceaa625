import type { SavedSources } from '../engine/index';
import { version } from '../package.json';
import { FramelatchError, toErrorInfo } from '../protocol/errors';
import {
  validContentSettings,
  type AppInfo,
  type Reply,
  type RequestChannel,
  type ShellRequests,
} from '../protocol/ipc';
import type { Visitor } from './session-cookie';
import type { SettingsFile } from './settings';
import type { Snapshots } from './snapshots';
import type { Viewers } from './viewers';

/** Who asks. */
export interface Caller {
  readonly visitor: Visitor;
  /** The page's name for itself, '' when it has none. */
  readonly page: string;
}

/** Answers one request; null for a channel that does not exist. */
export type Api = (channel: string, args: readonly unknown[], caller: Caller) => Promise<Reply<unknown> | null>;

export interface ApiParts {
  readonly appInfo: Omit<AppInfo, 'version' | 'shell' | 'platform' | 'runtime' | 'sandboxed'>;
  readonly settings: SettingsFile;
  readonly snapshots: Snapshots;
  readonly viewers: Viewers;
  readonly saved: SavedSources;
  readonly listSources: () => Promise<ReturnType<ShellRequests['sources:list']>>;
}

type Answer<Channel extends RequestChannel> = ReturnType<ShellRequests[Channel]>;
type Handlers = {
  [Channel in RequestChannel]: (
    caller: Caller,
    ...args: readonly unknown[]
  ) => Answer<Channel> | Promise<Answer<Channel>>;
};

export function createApi({ appInfo, settings, snapshots, viewers, saved, listSources }: ApiParts): Api {
  const handlers: Handlers = {
    'app:info': ({ visitor }) => ({ ...appInfo, ...serverInfo(), sandboxed: visitor.sandboxed }),
    'settings:read': () => settings.read(),
    'settings:write': (_caller, change) => settings.write(change),
    'sources:list': () => listSources(),
    'sources:save': (_caller, name, source) => saved.save(text(name), text(source)),
    'sources:forget': (_caller, name) => void saved.forget(text(name)),
    'session:open': ({ page }, name) => viewers.open(page, text(name)),
    'session:close': (_caller, session) => viewers.closeSession(number(session)),
    'session:configure': (_caller, session, choice) =>
      viewers.session(number(session)).configure(validContentSettings(choice)),
    'session:attach': (_caller, session, on) => viewers.session(number(session)).attach(on === true),
    'session:content': (_caller, session) => viewers.session(number(session)).contentBytes,
    'session:picture': (_caller, session, words) => viewers.session(number(session)).contentPicture(text(words)),
    'session:snapshot': (_caller, session) => snapshots.take(viewers.session(number(session))),
  };
  return async (channel, args, caller) => {
    if (!Object.keys(handlers).includes(channel)) return null;
    try {
      return { ok: true, value: (await handlers[channel as RequestChannel](caller, ...args)) ?? null };
    } catch (thrown) {
      return { ok: false, error: toErrorInfo(thrown, 'answer', channel) };
    }
  };
}

function serverInfo(): Pick<AppInfo, 'version' | 'shell' | 'platform' | 'runtime'> {
  return { version, shell: 'browser', platform: process.platform, runtime: { node: process.versions.node } };
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= 1024) return value;
  throw wrongArgument('a text of at most 1024 characters');
}

function number(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrongArgument('a whole number');
}

function wrongArgument(expected: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'answer',
    target: 'request',
    reason: `an argument is not ${expected}`,
    next: 'Reload the page: it and the server may be of different versions.',
  });
}
