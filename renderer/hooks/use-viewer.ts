import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { defaultSettings, type AppInfo, type Settings } from '../../protocol/ipc';
import type { SourceListing } from '../../protocol/source';
import type { Shell } from '../shell/shell';
import { useSession, type SessionControl } from './use-session';

/** Everything that the viewer's components show, and what they may do. */
export interface ViewerState extends SessionControl {
  readonly info: AppInfo | null;
  readonly settings: Settings;
  /** `null` until the first list came. */
  readonly sources: readonly SourceListing[] | null;
  /** The last failed request, until dismissed. */
  readonly error: ErrorInfo | null;
  changeSettings(change: Partial<Settings>): void;
  report(error: ErrorInfo | null): void;
}

export function useViewer(shell: Shell): ViewerState {
  const [info, setInfo] = useState<AppInfo | null>(null);
  const [settings, setSettings] = useState<Settings>(defaultSettings);
  const [sources, setSources] = useState<readonly SourceListing[] | null>(null);
  const [error, report] = useState<ErrorInfo | null>(null);
  const { session, update, open, close } = useSession(shell, report);
  // What the user chose before the stored settings came stands above them.
  const chosen = useRef<Partial<Settings>>({});

  const changeSettings = useCallback(
    (change: Partial<Settings>) => {
      chosen.current = { ...chosen.current, ...change };
      setSettings((current) => ({ ...current, ...change }));
      shell.writeSettings(change).catch((thrown: unknown) => report(toErrorInfo(thrown, 'save', 'settings')));
    },
    [shell],
  );

  useEffect(() => shell.onSourcesChanged(setSources), [shell]);
  useEffect(() => {
    const start = async () => {
      const [appInfo, stored, listed] = await Promise.all([shell.appInfo(), shell.readSettings(), shell.listSources()]);
      setInfo(appInfo);
      setSettings({ ...stored, ...chosen.current });
      // A newer list may have been told meanwhile.
      setSources((told) => told ?? listed);
      const first = appInfo.initialSource ?? stored.lastSource;
      if (first && chosen.current.lastSource === undefined) open(first);
    };
    start().catch((thrown: unknown) => report(toErrorInfo(thrown, 'start', 'viewer')));
  }, [shell, open]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = settings.theme;
  }, [settings.theme]);

  const openAndRemember = useCallback(
    (name: string) => {
      open(name);
      changeSettings({ lastSource: name });
    },
    [open, changeSettings],
  );
  const closeAndForget = useCallback(() => {
    close();
    changeSettings({ lastSource: null });
  }, [close, changeSettings]);
  return {
    info,
    settings,
    sources,
    session,
    update,
    error,
    changeSettings,
    open: openAndRemember,
    close: closeAndForget,
    report,
  };
}
