import { FramelatchError } from '../../protocol/errors';
import {
  pageParameter,
  type EventChannel,
  type Reply,
  type RequestChannel,
  type ShellEvents,
  type ShellRequests,
} from '../../protocol/ipc';
import { valueOf } from './reply';
import type { Shell } from './shell';

const reconnectMs = 1000;
// The page's name for itself: the server ends its sessions when it is gone.
const page = `${pageParameter}=${crypto.randomUUID()}`;

/** The browser shell: requests over HTTP, events and frames over WebSockets of the same origin. */
export function browserShell(): Shell {
  const events = new EventSocket();
  return {
    appInfo: () => ask('app:info'),
    readSettings: () => ask('settings:read'),
    writeSettings: (change) => ask('settings:write', change),
    listSources: () => ask('sources:list'),
    saveSource: (name, source) => ask('sources:save', name, source),
    forgetSource: (name) => ask('sources:forget', name),
    openSession: (name) => ask('session:open', name),
    closeSession: (session) => ask('session:close', session),
    configureSession: (session, settings) => ask('session:configure', session, settings),
    attachSession: (session, on) => ask('session:attach', session, on),
    contentOf: (session) => ask('session:content', session),
    pictureOf: (session, words) => ask('session:picture', session, words),
    saveSnapshot: async (session) => {
      const result = await ask('session:snapshot', session);
      if (!result) return null;
      download(result.path);
      // The browser knows the folder; what is left to tell is the name.
      return { ...result, path: result.path.slice(result.path.lastIndexOf('/') + 1) };
    },
    onSourcesChanged: (listener) => events.on('sources:changed', listener),
    onSessionChanged: (listener) => events.on('session:changed', listener),
    onMenuCommand: () => () => {},
    onSourceGiven: (listener) => events.on('source:given', listener),
    onShellFailed: (listener) => events.on('shell:failed', listener),
    streamFor: (session) => Promise.resolve({ kind: 'socket', url: socketUrl(`/stream?session=${session}`) }),
  };
}

async function ask<Channel extends RequestChannel>(
  channel: Channel,
  ...args: Parameters<ShellRequests[Channel]>
): Promise<ReturnType<ShellRequests[Channel]>> {
  const request = { method: 'POST', body: JSON.stringify(args) };
  const response = await fetch(`/api/${channel}?${page}`, request).catch(() => null);
  if (!response?.ok) throw unreachable(channel, response ? await response.text() : 'the server does not answer');
  return valueOf((await response.json()) as Reply<ReturnType<ShellRequests[Channel]>>);
}

function unreachable(channel: string, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'internal',
    operation: 'ask',
    target: channel,
    reason: reason.trim(),
    next: 'Start Framelatch again and open the address that it prints.',
  });
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

/** `/events`, opened again whenever it breaks. */
class EventSocket {
  readonly #listeners = new Map<EventChannel, Set<(payload: never) => void>>();

  constructor() {
    this.#connect();
  }

  on<Channel extends EventChannel>(channel: Channel, listener: (payload: ShellEvents[Channel]) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #connect(): void {
    const socket = new WebSocket(socketUrl(`/events?${page}`));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { channel, payload } = JSON.parse(data) as { channel: EventChannel; payload: never };
      for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
    });
    socket.addEventListener('close', () => setTimeout(() => this.#connect(), reconnectMs));
  }
}
