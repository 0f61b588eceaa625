import { app, type BrowserWindow } from 'electron';

import { createEngine } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { validContentSettings, type AppInfo } from '../protocol/ipc';
import type { CommandLine } from './command-line';
import { handleRequests } from './ipc-main';
import { watchPage } from './page-life';
import { PageSessions } from './sessions';
import type { SettingsFile } from './settings';
import { saveSnapshot } from './snapshot';
import { applyTheme } from './window';

export interface RequestContext {
  readonly options: CommandLine;
  readonly ringFolder: string;
  readonly settings: SettingsFile;
  readonly window: BrowserWindow;
}

const longestName = 1024;

/** Answers what the viewer asks. */
export function setupRequests({ options, ringFolder, settings, window }: RequestContext): void {
  const { webContents } = window;
  const engine = createEngine();
  const sessions = new PageSessions(engine, webContents, { ringFolder, forced: options.forcedTransport });
  watchPage(webContents, () => sessions.closeAll());
  // Native threads are joined before the process ends.
  app.on('will-quit', () => {
    sessions.closeAll();
    engine.close();
  });
  handleRequests(
    {
      'app:info': () => appInfo(options),
      'settings:read': () => settings.settings,
      'settings:write': (change) => {
        const changed = settings.change(change);
        applyTheme(changed.theme);
        return changed;
      },
      'sources:list': () => {
        sessions.watchSources();
        return engine.listSources();
      },
      'sources:save': (name, source) => engine.saved.save(sourceName(name), sourceName(source)),
      'sources:forget': (name) => void engine.saved.forget(sourceName(name)),
      'session:open': (name) => sessions.open(sourceName(name)),
      'session:close': (session) => sessions.close(session),
      'session:configure': (session, choice) => sessions.get(session).configure(validContentSettings(choice)),
      'session:attach': (session, on) => sessions.get(session).attach(on === true),
      'session:content': (session) => sessions.get(session).contentBytes,
      'session:picture': (session, words) => sessions.get(session).contentPicture(sourceName(words)),
      'session:snapshot': (session) => saveSnapshot(sessions.get(session), window),
    },
    (sender) => sender === webContents,
  );
}

function appInfo({ measure, forcedTransport, initialSource, sandboxed }: CommandLine): AppInfo {
  const { electron, chrome, node } = process.versions;
  return {
    version: app.getVersion(),
    shell: 'electron',
    platform: process.platform,
    runtime: { electron: electron ?? '', chrome: chrome ?? '', node },
    sandboxed,
    measure,
    forcedTransport,
    initialSource,
  };
}

function sourceName(value: unknown): string {
  if (typeof value === 'string' && value.length <= longestName) return value;
  throw new FramelatchError({
    code: 'name-invalid',
    operation: 'open source',
    target: 'name',
    reason: `the name is no text of at most ${longestName} characters`,
    next: 'Give a mapping’s name or number.',
  });
}
