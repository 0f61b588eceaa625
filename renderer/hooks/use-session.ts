import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import type { SessionId, SessionUpdate } from '../../protocol/session';
import type { Shell } from '../shell/shell';

/** An update and when it came, by `performance.now()`: it holds ages, not times. */
export interface ReceivedUpdate extends SessionUpdate {
  readonly receivedAtMs: number;
}

export interface SessionControl {
  readonly session: SessionId | null;
  readonly update: ReceivedUpdate | null;
  open(name: string): void;
  close(): void;
}

/** The one session that is open. */
export function useSession(shell: Shell, report: (error: ErrorInfo | null) => void): SessionControl {
  const [session, setSession] = useState<SessionId | null>(null);
  const [update, setUpdate] = useState<ReceivedUpdate | null>(null);
  const current = useRef<SessionId | null>(null);
  // Only the last of several opens counts.
  const attempt = useRef(0);
  // A session's first update may come before its number does.
  const newest = useRef<ReceivedUpdate | null>(null);

  const show = useCallback((id: SessionId | null) => {
    current.current = id;
    setSession(id);
    setUpdate(newest.current?.session === id ? newest.current : null);
  }, []);

  const close = useCallback(() => {
    attempt.current += 1;
    if (current.current !== null) forget(shell, current.current);
    show(null);
  }, [shell, show]);

  const open = useCallback(
    (name: string) => {
      close();
      report(null);
      const mine = attempt.current;
      shell.openSession(name).then(
        (id) => (mine === attempt.current ? show(id) : forget(shell, id)),
        (thrown: unknown) => mine === attempt.current && report(toErrorInfo(thrown, 'open', name)),
      );
    },
    [shell, close, show, report],
  );

  useEffect(
    () =>
      shell.onSessionChanged((changed) => {
        newest.current = { ...changed, receivedAtMs: performance.now() };
        if (changed.session === current.current) setUpdate(newest.current);
      }),
    [shell],
  );
  return { session, update, open, close };
}

/** A session that cannot be closed was ended by the other side before. */
function forget(shell: Shell, session: SessionId): void {
  shell.closeSession(session).catch(() => {});
}
