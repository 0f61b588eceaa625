import { useCallback, useEffect, useRef } from 'react';

import { toErrorInfo } from '../protocol/errors';
import type { MenuCommand } from '../protocol/ipc';
import { EventLog } from './components/event-log';
import { ErrorBar } from './components/error-bar';
import { PictureArea } from './components/picture-area';
import { SourcePane } from './components/source-pane';
import { StatusLine } from './components/status-line';
import { Toolbar } from './components/toolbar';
import { useNotice } from './hooks/use-notice';
import { useViewer, type ViewerState } from './hooks/use-viewer';
import type { Shell } from './shell/shell';
import { useStrings } from './strings/strings';

export function App({ shell }: { shell: Shell }) {
  const viewer = useViewer(shell);
  const box = useRef<HTMLInputElement>(null);
  const { notice, show } = useNotice();
  const save = useSnapshot(shell, viewer, show);
  useCommands(shell, viewer, save, box);
  const { session, update, settings, error } = viewer;
  return (
    <div className="app">
      <SourcePane viewer={viewer} box={box} />
      <main className="stage">
        <Toolbar viewer={viewer} onSnapshot={save} notice={notice} />
        {error && <ErrorBar error={error} onDismiss={() => viewer.report(null)} />}
        <PictureArea
          shell={shell}
          session={session}
          update={update}
          settings={settings}
          measure={viewer.info?.measure === true}
        />
        <EventLog events={update?.events ?? []} />
      </main>
      <StatusLine update={update} info={viewer.info} />
    </div>
  );
}

function useSnapshot(shell: Shell, viewer: ViewerState, show: (text: string) => void): () => void {
  const { toolbar } = useStrings();
  const { session, report } = viewer;
  return useCallback(() => {
    if (session === null) return;
    shell.saveSnapshot(session).then(
      (saved) => saved && show(saved.suspect ? toolbar.savedSuspect(saved.path) : toolbar.saved(saved.path)),
      (thrown: unknown) => report(toErrorInfo(thrown, 'save', 'picture')),
    );
  }, [shell, session, report, show, toolbar]);
}

/** The native menu's commands, and the same keys where there is no native menu. */
function useCommands(
  shell: Shell,
  viewer: ViewerState,
  save: () => void,
  box: React.RefObject<HTMLInputElement | null>,
): void {
  const { settings, changeSettings, close } = viewer;
  const run = useCallback(
    (command: MenuCommand) => {
      if (command === 'focus-source-box') box.current?.focus();
      else if (command === 'snapshot') save();
      else if (command === 'close-source') close();
      else if (command === 'toggle-pixelated') changeSettings({ pixelated: !settings.pixelated });
      else changeSettings({ fit: command });
    },
    [settings.pixelated, changeSettings, close, save, box],
  );
  useEffect(() => shell.onMenuCommand(run), [shell, run]);
}
