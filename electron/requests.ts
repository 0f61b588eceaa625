import { app, type BrowserWindow } from 'electron';

import { createEngine } from '../engine/index';
import { FileAccess } from '../engine/page/file-access';
import { PageAnswers, type PageServices, type PageUpdates } from '../engine/page/requests';
import type { SettingsFile } from '../engine/page/settings-file';
import { SourceOpener } from '../engine/page/source-opener';
import { TestPattern } from '../engine/page/test-pattern';
import type { AppInfo } from '../protocol/ipc';
import type { CommandLine } from './command-line';
import { askForFile } from './file-question';
import { tellFailuresTo } from './failures';
import { handleRequests, sendEvent } from './ipc-main';
import { watchPage } from './page-life';
import { PageSessions } from './sessions';
import { saveSnapshot } from './snapshot';
import { applyTheme, watchShown } from './window';

export interface RequestContext {
  readonly options: CommandLine;
  readonly ringFolder: string;
  readonly settings: SettingsFile;
  readonly window: BrowserWindow;
  readonly updates: PageUpdates | null;
}

/** Answers what the viewer asks. Returns how a source that the user gave past the page is shown. */
export function setupRequests({
  options,
  ringFolder,
  settings,
  window,
  updates,
}: RequestContext): (source: string) => void {
  const { webContents } = window;
  const engine = createEngine();
  const files = new FileAccess(engine, { ask: (path) => askForFile(window, path), allowScreens: true });
  if (options.initialSource !== null) files.allow(options.initialSource);
  const testPattern = new TestPattern();
  const opener = new SourceOpener(engine, files, settings, testPattern);
  const sessions = new PageSessions(engine, opener, webContents, { ringFolder, forced: options.forcedTransport });
  watchPage(webContents, { onEnd: () => sessions.closeAll(), onDoubt: () => settings.doubtLastSource() });
  tellFailuresTo((error) => sendEvent(webContents, 'shell:failed', error));
  watchShown(window, (isShown) => sendEvent(webContents, 'window:shown', isShown));
  // Native threads are joined before the process ends.
  app.on('will-quit', () => {
    sessions.closeAll();
    testPattern.stop();
    engine.close();
  });
  const page: PageServices = {
    info: () => appInfo(options, settings, testPattern),
    settings,
    testPattern,
    saved: engine.saved,
    listSources: () => {
      sessions.watchSources();
      return engine.listSources();
    },
    open: (typed) => sessions.open(typed),
    close: (session) => sessions.close(session),
    session: (session) => sessions.get(session),
    snapshot: (session) => saveSnapshot(session, window),
    updates,
    onSettings: ({ theme }) => applyTheme(theme),
  };
  const answers = new PageAnswers();
  handleRequests(
    (channel, args) => answers.answer(page, channel, args),
    (sender) => sender === webContents,
  );
  return (source) => {
    files.allow(source);
    sessions.give(source);
  };
}

function appInfo(options: CommandLine, { unsurvived }: SettingsFile, testPattern: TestPattern): AppInfo {
  const { measure, forcedTransport, initialSource, sandboxed } = options;
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
    testPattern: testPattern.name,
    unsurvived,
  };
}
