import { FramelatchError, type ErrorInfo } from '../../protocol/errors';
import {
  keyHeader,
  keyProtocolPrefix,
  keyStorage,
  pageParameter,
  socketProtocol,
  type Reply,
  type RequestChannel,
  type ShellRequests,
} from '../../protocol/ipc';
import type { SessionUpdate } from '../../protocol/session';
import { EventLink, type LinkState } from './event-link';
import { valueOf } from './reply';
import type { Shell } from './shell';

// The page's name for itself: the server ends its sessions when it is gone.
const page = `${pageParameter}=${crypto.randomUUID()}`;
const probeMs = 5000;

/** The browser shell: requests over HTTP, events and frames over WebSockets of the same origin. */
export function browserShell(): Shell {
  const server = new Server();
  const { events } = server;
  return {
    appInfo: () => ask('app:info'),
    readSettings: () => ask('settings:read'),
    writeSettings: (change) => ask('settings:write', change),
    listSources: () => ask('sources:list'),
    saveSource: (name, source) => ask('sources:save', name, source),
    forgetSource: (name) => ask('sources:forget', name),
    startTestPattern: () => ask('test-pattern:start'),
    stopTestPattern: () => ask('test-pattern:stop'),
    openSession: (name) => ask('session:open', name),
    closeSession: (session) => {
      server.forget(session);
      return ask('session:close', session);
    },
    configureSession: (session, settings) => ask('session:configure', session, settings),
    attachSession: (session, on, acceptLoss) => ask('session:attach', session, on, acceptLoss),
    contentOf: (session) => ask('session:content', session),
    pictureOf: (session, words) => ask('session:picture', session, words),
    saveSnapshot: async (session) => {
      const result = await ask('session:snapshot', session);
      if (!result) return null;
      download(result.path);
      // The browser knows the folder; what is left to tell is the name.
      return { ...result, path: result.path.slice(result.path.lastIndexOf('/') + 1) };
    },
    readUpdate: () => ask('update:read'),
    chooseUpdate: (choice) => ask('update:choose', choice),
    onSourcesChanged: (listener) => events.on('sources:changed', listener),
    onSourcesUnlisted: (listener) => events.on('sources:unlisted', listener),
    onSessionChanged: (listener) => events.on('session:changed', listener),
    onMenuCommand: () => () => {},
    onSourceGiven: (listener) => events.on('source:given', listener),
    onShellFailed: (listener) => events.on('shell:failed', listener),
    onUpdateChanged: (listener) => events.on('update:changed', listener),
    onShown,
    onSessionLost: (listener) => server.onSessionLost(listener),
    streamFor: (session) =>
      Promise.resolve({ kind: 'socket', url: socketUrl(`/stream?session=${session}`), protocols: protocols() }),
  };
}

function onShown(listener: (isShown: boolean) => void): () => void {
  const tell = () => listener(!document.hidden);
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => document.removeEventListener('visibilitychange', tell);
}

/** What the page knows of its server: what it last told of the open session, and whether it is there. */
class Server {
  readonly events: EventLink;
  #newest: SessionUpdate | null = null;
  #isLost = false;
  readonly #lostListeners = new Set<(session: number) => void>();

  constructor() {
    this.events = new EventLink({
      open: () => new WebSocket(socketUrl(`/events?${page}`), protocols()),
      probe,
      onState: (state) => this.#notice(state),
    });
    this.events.on('session:changed', (update) => {
      if (!this.#isLost) this.#newest = update;
    });
    this.events.on('page:sessions', (sessions) => {
      const session = this.#newest?.session;
      if (session === undefined || sessions.includes(session)) return;
      this.#newest = null;
      for (const listener of this.#lostListeners) listener(session);
    });
  }

  forget(session: number): void {
    if (this.#newest?.session === session) this.#newest = null;
  }

  /** The server has ended a session of this page, for want of the page. */
  onSessionLost(listener: (session: number) => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /** A picture whose server is gone is not live, whatever was last heard of it. */
  #notice(state: LinkState): void {
    const isLost = state !== 'connected';
    if (isLost) {
      this.#isLost = true;
      const error = linkError(state);
      if (this.#newest) this.events.emit('session:changed', ended(this.#newest, error));
      else this.events.emit('shell:failed', error);
    } else if (this.#isLost) {
      this.#isLost = false;
      this.events.emit('shell:failed', null);
    }
  }
}

function ended(update: SessionUpdate, error: ErrorInfo): SessionUpdate {
  return { ...update, state: { kind: 'failed', error }, sourceFps: 0, drawnFps: 0, latencyMs: null, transport: null };
}

function linkError(state: Exclude<LinkState, 'connected'>): ErrorInfo {
  const about = { operation: 'hear of', target: location.host } as const;
  if (state === 'lost') {
    return {
      ...about,
      code: 'disconnected',
      reason: 'the server does not answer: it was stopped, or it hangs',
      next: 'Start `framelatch serve` again and open the link that it prints; if it only hung, this page goes on by itself.',
    };
  }
  return {
    ...about,
    code: 'not-admitted',
    reason: 'a server answers here, but not the one that let this page in',
    next: 'Open the link that `framelatch serve` printed last.',
  };
}

async function probe(): Promise<LinkState> {
  const response = await post('app:info', [], AbortSignal.timeout(probeMs));
  if (!response) return 'lost';
  return response.status === 401 || response.status === 403 ? 'refused' : 'connected';
}

/** `null` when nobody answers. */
function post(channel: RequestChannel, args: readonly unknown[], signal: AbortSignal | null = null) {
  const headers = { 'content-type': 'application/json', [keyHeader]: key() };
  const request = { method: 'POST', headers, body: JSON.stringify(args), signal };
  return fetch(`/api/${channel}?${page}`, request).catch(() => null);
}

async function ask<Channel extends RequestChannel>(
  channel: Channel,
  ...args: Parameters<ShellRequests[Channel]>
): Promise<ReturnType<ShellRequests[Channel]>> {
  const response = await post(channel, args);
  if (!response) throw new FramelatchError(linkError('lost'));
  const reply: unknown = await response.json().catch(() => null);
  if (isReply(reply)) return valueOf(reply as Reply<ReturnType<ShellRequests[Channel]>>);
  throw new FramelatchError({
    code: 'internal',
    operation: 'ask',
    target: channel,
    reason: `the server answered with status ${response.status} and nothing to read`,
    next: 'Reload the page.',
  });
}

function isReply(value: unknown): value is Reply<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value;
}

/** The tab's own: another tab, and whatever listens on another port, has none. */
function key(): string {
  return sessionStorage.getItem(keyStorage) ?? '';
}

function protocols(): string[] {
  return [socketProtocol, `${keyProtocolPrefix}${key()}`];
}

function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}

function download(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
