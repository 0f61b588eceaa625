import type { Engine } from '../engine/index';
import { PageAnswers, type PageServices } from '../engine/page/requests';
import type { TestPattern } from '../engine/page/test-pattern';
import type { SettingsFile } from '../engine/page/settings-file';
import { version } from '../package.json';
import type { AppInfo, Reply } from '../protocol/ipc';
import { isRequestChannel } from '../protocol/request-arguments';
import type { Visitor } from './session-cookie';
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
  readonly appInfo: Pick<AppInfo, 'measure' | 'forcedTransport' | 'initialSource'>;
  readonly engine: Engine;
  readonly testPattern: TestPattern;
  readonly settings: SettingsFile;
  readonly snapshots: Snapshots;
  readonly viewers: Viewers;
}

export function createApi({ appInfo, engine, settings, snapshots, testPattern, viewers }: ApiParts): Api {
  const answers = new PageAnswers();
  const services = ({ visitor, page }: Caller): PageServices => ({
    info: () => ({
      ...appInfo,
      ...serverInfo(),
      sandboxed: visitor.sandboxed,
      testPattern: testPattern.name,
      unsurvived: settings.unsurvived,
    }),
    settings,
    testPattern,
    saved: engine.saved,
    listSources: () => engine.listSources(),
    open: (typed) => viewers.open(page, typed),
    close: (session) => viewers.closeSession(session),
    session: (session) => viewers.session(session),
    snapshot: (session) => snapshots.take(session),
    // A server is replaced with its package.
    updates: null,
    onSettings: () => {},
  });
  return async (channel, args, caller) =>
    isRequestChannel(channel) ? answers.answer(services(caller), channel, args) : null;
}

function serverInfo(): Pick<AppInfo, 'version' | 'shell' | 'platform' | 'runtime'> {
  return { version, shell: 'browser', platform: process.platform, runtime: { node: process.versions.node } };
}
