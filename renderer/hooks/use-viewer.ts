import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { defaultSettings, type AppInfo, type Settings } from '../../protocol/ipc';
import type { SessionUpdate } from '../../protocol/session';
import type { SourceListing } from '../../protocol/source';
import type { Shell } from '../shell/shell';

/** Everything that the viewer's components show, and what they may do. */
export interface ViewerState {
  readonly info: AppInfo | null;
  readonly settings: Settings;
  readonly sources: readonly SourceListing[];
  readonly session: number | null;
  readonly update: SessionUpdate | null;
  /** The last failed request, until dismissed. */
  readonly error: ErrorInfo | null;
  changeSettings(change: Partial<Settings>): void;
  open(name: string): void;
  close(): void;
  report(error: ErrorInfo | null): void;
}

export function useViewer(shell: Shell): ViewerState {
  const [info, setInfo] = useState<AppInfo | null>(null);
  const [settings, setSettings] = useState<Settings>(defaultSettings);
  const [sources, setSources] = useState<readonly SourceListing[]>([]);
  const [error, report] = useState<ErrorInfo | null>(null);
  const { session, update, open, close } = useSession(shell, report);

  const changeSettings = useCallback(
    (change: Partial<Settings>) => {
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
      setSettings(stored);
      setSources(listed);
      const first = appInfo.initialSource ?? stored.lastSource;
      if (first) open(first);
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

/** The one session that is open. */
function useSession(shell: Shell, report: (error: ErrorInfo | null) => void) {
  const [session, setSession] = useState<number | null>(null);
  const [update, setUpdate] = useState<SessionUpdate | null>(null);
  const current = useRef<number | null>(null);
  // Only the last of several opens counts.
  const attempt = useRef(0);

  const show = useCallback((id: number | null) => {
    current.current = id;
    setSession(id);
    setUpdate(null);
  }, []);

  const close = useCallback(() => {
    attempt.current += 1;
    if (current.current !== null) void shell.closeSession(current.current);
    show(null);
  }, [shell, show]);

  const open = useCallback(
    (name: string) => {
      close();
      report(null);
      const mine = attempt.current;
      shell.openSession(name).then(
        (id) => (mine === attempt.current ? show(id) : void shell.closeSession(id)),
        (thrown: unknown) => report(toErrorInfo(thrown, 'open', name)),
      );
    },
    [shell, close, show, report],
  );

  useEffect(
    () =>
      shell.onSessionChanged((changed) => {
        if (changed.session === current.current) setUpdate(changed);
      }),
    [shell],
  );
  return { session, update, open, close };
}
