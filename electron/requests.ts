import { app } from 'electron';

import { createEngine } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { AppInfo } from '../protocol/ipc';
import type { CommandLine } from './command-line';
import { handleRequests } from './ipc-main';
import { WindowSessions } from './sessions';
import type { SettingsFile } from './settings';
import { saveSnapshot } from './snapshot';
import type { ViewerWindow } from './window';

export interface RequestContext {
  readonly options: CommandLine;
  readonly ringFolder: string;
  readonly settings: SettingsFile;
  readonly window: ViewerWindow;
}

/** Answers what the viewer asks. */
export function setupRequests({ options, ringFolder, settings, window }: RequestContext): void {
  const engine = createEngine();
  const sessions = new WindowSessions(engine, window, { ringFolder, forced: options.forcedTransport });
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
        window.applyTheme(changed.theme);
        return changed;
      },
      'sources:list': () => {
        sessions.watchSources();
        return engine.listSources();
      },
      'session:open': (name) => sessions.open(text(name)),
      'session:close': (session) => sessions.close(session),
      'session:snapshot': (session) => saveSnapshot(sessions.get(session), window.browserWindow),
    },
    (sender) => sender === window.contents,
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

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= 1024) return value;
  throw new FramelatchError({
    code: 'name-invalid',
    operation: 'open source',
    target: 'name',
    reason: 'the name is no text of at most 1024 characters',
    next: 'Give a mapping’s name or number.',
  });
}
