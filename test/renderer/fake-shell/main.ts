import {
  defaultSettings,
  streamMessageKind,
  type AppInfo,
  type Reply,
  type Settings,
  type ShellBridge,
} from '../../../protocol/ipc';
import type { SessionUpdate } from '../../../protocol/session';
import { scenarios } from './scenarios';
import { serveStream } from './stream';

/*
 * Stands in for Electron's preload: `?scenario=NAME&theme=dark` says what it tells the viewer. Loaded before the page's
 * own script. For looking at every state of the window, and for tests of what it shows.
 */

const query = new URLSearchParams(location.search);
const scenario = scenarios[query.get('scenario') ?? 'empty'];
if (!scenario) throw new Error('no such scenario');

const info: AppInfo = {
  version: '0.1.0',
  shell: 'electron',
  platform: 'linux',
  runtime: {},
  sandboxed: query.get('sandboxed') !== 'false',
  measure: false,
  forcedTransport: null,
  initialSource: scenario.open,
  testPattern: null,
  unsurvived: null,
};
const settings = { ...defaultSettings, ...scenario.settings, theme: query.get('theme') ?? 'dark' } as Settings;
/** Resolves when a test says so, where it wants to be first. */
const settingsAnswered = query.has('holdSettings')
  ? new Promise<void>((resolve) => Object.assign(window, { answerSettings: resolve }))
  : Promise.resolve();
const calls: string[] = [];
let sessions = 0;
let onUpdate: ((update: SessionUpdate) => void) | null = null;

function answer<T>(call: string, value: T): Promise<Reply<T>> {
  calls.push(call);
  return Promise.resolve({ ok: true, value });
}

function openSession(name: string): Promise<Reply<number>> {
  if (scenario?.refusal) return Promise.resolve({ ok: false, error: scenario.refusal });
  const session = ++sessions;
  const { port1, port2 } = new MessageChannel();
  serveStream(port1, scenario?.hasPicture === true ? (scenario.update?.shown ?? null) : null);
  window.postMessage({ kind: streamMessageKind, session }, location.origin, [port2]);
  const update = (session > 1 && scenario?.next) || scenario?.update;
  if (update) setTimeout(() => onUpdate?.({ ...update, session }), 0);
  return answer(`open ${name}`, session);
}

function attachSession(session: number, on: boolean, acceptLoss: boolean): Promise<Reply<void>> {
  const call = `attach ${session} ${on}${acceptLoss ? ' anyway' : ''}`;
  const refused = scenario?.attachRefusal;
  if (!refused || acceptLoss) return answer(call, undefined);
  calls.push(call);
  return Promise.resolve({ ok: false, error: refused });
}

const bridge: ShellBridge & { readonly calls: readonly string[] } = {
  calls,
  appInfo: () => answer('appInfo', info),
  readSettings: async () => {
    await settingsAnswered;
    return answer('readSettings', settings);
  },
  writeSettings: (change) => answer(`settings ${JSON.stringify(change)}`, { ...settings, ...change }),
  listSources: async () =>
    scenario.listError ? { ok: false, error: scenario.listError } : answer('listSources', scenario.sources),
  saveSource: (name, source) => answer(`save ${name} = ${source}`, undefined),
  forgetSource: (name) => answer(`forget ${name}`, undefined),
  startTestPattern: () => answer('startTestPattern', 'CaptureHook_HookInfo4242'),
  stopTestPattern: () => answer('stopTestPattern', undefined),
  openSession,
  closeSession: (session) => answer(`close ${session}`, undefined),
  configureSession: (session, choice) => answer(`configure ${session} ${JSON.stringify(choice)}`, null),
  attachSession,
  contentOf: (session) => answer(`content ${session}`, scenario.contentBytes ?? null),
  pictureOf: (session, words) =>
    answer(`picture ${session} ${words}`, { width: 2, height: 1, pixels: btoa('\xff\0\0\xff\0\xff\0\xff') }),
  saveSnapshot: (session) => answer(`snapshot ${session}`, { path: '/home/sam/Pictures/frame.png', suspect: false }),
  readUpdate: () => answer('readUpdate', { kind: 'none' }),
  chooseUpdate: (choice) => answer(`update ${choice}`, undefined),
  onSourcesChanged: (listener) => {
    Object.assign(window, { tellLater: () => listener(scenario.later ?? []) });
    return () => {};
  },
  onSourcesUnlisted: (listener) => {
    Object.assign(window, { tellUnlisted: listener });
    return () => {};
  },
  onSessionChanged: (listener) => {
    onUpdate = listener;
    return () => {
      onUpdate = null;
    };
  },
  onMenuCommand: () => () => {},
  onSourceGiven: () => () => {},
  onShown: () => () => {},
  onShellFailed: () => () => {},
  onUpdateChanged: (listener) => {
    Object.assign(window, { tellUpdate: listener });
    return () => {};
  },
};

Object.defineProperty(window, 'framelatch', { value: bridge });

/** Whether the page shows what the scenario says. */
function isSettled(): boolean {
  const shows = (id: string) => document.querySelector(`[data-testid="${id}"]`) !== null;
  if (scenario?.hasPicture) return document.querySelector('canvas[data-size="1920x1080"]') !== null;
  return (
    shows('state-panel') ||
    shows('content-area') ||
    shows('error-bar') ||
    (scenario?.open === null && shows('no-source') && sourcesShown())
  );
}

function sourcesShown(): boolean {
  if (scenario?.listError) return document.querySelector('[data-testid="unlisted"]') !== null;
  return document.querySelectorAll('[role="option"]').length >= (scenario?.sources.length ?? 0);
}

const watch = setInterval(() => {
  if (!isSettled()) return;
  clearInterval(watch);
  document.documentElement.dataset['settled'] = 'true';
}, 20);
