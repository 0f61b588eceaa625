import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { defaultSettings, type AppInfo, type Settings } from '../../protocol/ipc';
import type { SourceListing } from '../../protocol/source';
import type { Shell } from '../shell/shell';
import { useStart } from './use-start';
import { useSession, type SessionControl } from './use-session';
import { useTestPattern, type TestPatternControl } from './use-test-pattern';

/** Everything that the viewer's components show, and what they may do. */
export interface ViewerState extends SessionControl {
  readonly info: AppInfo | null;
  readonly settings: Settings;
  /** `null` until the first list came. */
  readonly sources: readonly SourceListing[] | null;
  /** Why there is no list. */
  readonly listError: ErrorInfo | null;
  /** The last failed request, until dismissed. */
  readonly error: ErrorInfo | null;
  readonly testPattern: TestPatternControl;
  changeSettings(change: Partial<Settings>): void;
  report(error: ErrorInfo | null): void;
}

export function useViewer(shell: Shell): ViewerState {
  const [info, setInfo] = useState<AppInfo | null>(null);
  const [settings, setSettings] = useState<Settings>(defaultSettings);
  const [sources, setSources] = useState<readonly SourceListing[] | null>(null);
  const [listError, setListError] = useState<ErrorInfo | null>(null);
  const [error, report] = useState<ErrorInfo | null>(null);
  const { session, update, open, close } = useSession(shell, report);
  // What the user chose before the stored settings came stands above them.
  const chosen = useRef<Partial<Settings>>({});
  const hasChosenSource = useRef(false);

  const changeSettings = useCallback(
    (change: Partial<Settings>) => {
      chosen.current = { ...chosen.current, ...change };
      setSettings((current) => ({ ...current, ...change }));
      shell.writeSettings(change).catch((thrown: unknown) => report(toErrorInfo(thrown, 'save', 'settings')));
    },
    [shell],
  );

  useStart({ shell, chosen, hasChosenSource, setInfo, setSettings, setSources, setListError, open, report });
  useEffect(() => {
    document.documentElement.dataset['theme'] = settings.theme;
  }, [settings.theme]);

  // The shell remembers it as the last one, once it turned out to be a source.
  const openChosen = useCallback(
    (name: string) => {
      hasChosenSource.current = true;
      open(name);
    },
    [open],
  );
  useEffect(() => shell.onSourceGiven(openChosen), [shell, openChosen]);
  const closeAndForget = useCallback(() => {
    hasChosenSource.current = true;
    close();
    changeSettings({ lastSource: null });
  }, [close, changeSettings]);
  const testPattern = useTestPattern({
    shell,
    info,
    openName: update?.name ?? null,
    open: openChosen,
    close,
    report,
  });
  return {
    info,
    settings,
    sources,
    listError: sources === null ? listError : null,
    session,
    update,
    error,
    changeSettings,
    open: openChosen,
    close: closeAndForget,
    report,
    testPattern,
  };
}
