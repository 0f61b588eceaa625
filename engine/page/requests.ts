import { toErrorInfo } from '../../protocol/errors';
import type { AppInfo, Reply, RequestChannel, Settings, ShellRequests, SnapshotResult } from '../../protocol/ipc';
import { checkedArguments } from '../../protocol/request-arguments';
import type { SessionId } from '../../protocol/session';
import type { SourceListing } from '../../protocol/source';
import { noUpdate, type UpdateChoice, type UpdateView } from '../../protocol/update';
import type { SavedSources } from '../saved-sources';
import type { Session } from '../session';
import type { SettingsFile } from './settings-file';
import { limitReached } from './source-opener';
import type { TestPattern } from './test-pattern';

/** Newer versions of the program, where it can replace itself. */
export interface PageUpdates {
  readonly view: UpdateView;
  choose(choice: UpdateChoice): void;
}

/** What a shell has for the page that asks. */
export interface PageServices {
  readonly info: () => AppInfo;
  readonly settings: SettingsFile;
  readonly saved: SavedSources;
  readonly testPattern: TestPattern;
  readonly listSources: () => Promise<readonly SourceListing[]>;
  /** @throws FramelatchError as {@link SourceOpener.open} does, `limit-reached` */
  readonly open: (typed: string) => Promise<SessionId>;
  readonly close: (session: SessionId) => void;
  /** @throws FramelatchError `usage` when there is no such session */
  readonly session: (session: SessionId) => Session;
  readonly snapshot: (session: Session) => Promise<SnapshotResult | null>;
  readonly updates: PageUpdates | null;
  /** The page changed a setting. */
  readonly onSettings: (settings: Settings) => void;
}

type Answer<Channel extends RequestChannel> = ReturnType<ShellRequests[Channel]>;
type Handlers = {
  readonly [Channel in RequestChannel]: (
    page: PageServices,
    ...args: Parameters<ShellRequests[Channel]>
  ) => Answer<Channel> | Promise<Answer<Channel>>;
};

const handlers: Handlers = {
  'app:info': ({ info }) => info(),
  'settings:read': ({ settings }) => settings.settings,
  'settings:write': ({ settings, onSettings }, change) => {
    const changed = settings.change(change);
    onSettings(changed);
    return changed;
  },
  'sources:list': ({ listSources }) => listSources(),
  'sources:save': ({ saved }, name, source) => void saved.save(name, source),
  'sources:forget': ({ saved }, name) => void saved.forget(name),
  'test-pattern:start': ({ testPattern }) => testPattern.start(),
  'test-pattern:stop': ({ testPattern }) => testPattern.stop(),
  'session:open': ({ open }, typed) => open(typed),
  'session:close': ({ close }, session) => close(session),
  'session:configure': (page, session, choice) => page.session(session).configure(choice),
  'session:attach': (page, session, on, acceptLoss) => page.session(session).attach(on, acceptLoss),
  'session:content': (page, session) => page.session(session).contentBytes,
  'session:picture': (page, session, words) => page.session(session).contentPicture(words),
  'session:snapshot': (page, session) => page.snapshot(page.session(session)),
  'update:read': ({ updates }) => updates?.view ?? noUpdate,
  'update:choose': ({ updates }, choice) => updates?.choose(choice),
};

/** More at once than any page has reason for. */
const mostInFlight = 64;

/** Answers the requests of pages, the same in every shell. */
export class PageAnswers {
  #inFlight = 0;

  /** Never rejects: what is thrown is the answer. */
  async answer(page: PageServices, channel: RequestChannel, args: readonly unknown[]): Promise<Reply<unknown>> {
    this.#inFlight += 1;
    try {
      if (this.#inFlight > mostInFlight) throw limitReached('request', mostInFlight, 'Wait for the answers first.');
      const handler = handlers[channel] as (page: PageServices, ...args: readonly unknown[]) => unknown;
      return { ok: true, value: (await handler(page, ...checkedArguments(channel, args))) ?? null };
    } catch (thrown) {
      return { ok: false, error: toErrorInfo(thrown, 'answer', channel) };
    } finally {
      this.#inFlight -= 1;
    }
  }
}
