import { FramelatchError, toErrorInfo } from '../protocol/errors';
import type { AppInfo, Reply, RequestChannel, Settings, ShellRequests } from '../protocol/ipc';
import { version } from '../package.json';
import type { ServerOptions } from './index';
import { createSettings } from './settings';
import type { Viewers } from './viewers';

type Handlers = {
  [Channel in RequestChannel]: (
    ...args: unknown[]
  ) => ReturnType<ShellRequests[Channel]> | Promise<ReturnType<ShellRequests[Channel]>>;
};

/** Answers one request; null for a channel that does not exist. */
export type Api = (channel: string, args: readonly unknown[]) => Promise<Reply<unknown> | null>;

export function createApi(options: ServerOptions, viewers: Viewers): Api {
  const settings = createSettings();
  const handlers: Handlers = {
    'app:info': () => appInfo(options),
    'settings:read': () => settings.read(),
    'settings:write': (change) => settings.write(change as Partial<Settings>),
    'sources:list': () => options.engine.listSources(),
    'session:open': (name) => viewers.open(text(name)),
    'session:close': (session) => viewers.closeSession(number(session)),
    'session:snapshot': (session) => viewers.snapshot(number(session)),
  };
  return async (channel, args) => {
    if (!Object.keys(handlers).includes(channel)) return null;
    try {
      return { ok: true, value: (await handlers[channel as RequestChannel](...args)) ?? null };
    } catch (thrown) {
      return { ok: false, error: toErrorInfo(thrown, 'answer', channel) };
    }
  };
}

function appInfo({ forcedTransport, measure, initialSource }: ServerOptions): AppInfo {
  return {
    version,
    shell: 'browser',
    platform: process.platform,
    runtime: { node: process.versions.node },
    sandboxed: null,
    measure: measure === true,
    forcedTransport: forcedTransport ?? null,
    initialSource: initialSource ?? null,
  };
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= 1024) return value;
  throw wrongArgument('a text');
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
