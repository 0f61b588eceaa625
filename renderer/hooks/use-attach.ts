import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import type { Shell } from '../shell/shell';
import type { ViewerState } from './use-viewer';

export interface AttachControl {
  /** The user turns the switch. */
  attach(on: boolean): void;
  /** What the user is asked before it is done, as it cannot be undone; `null` while there is no question. */
  readonly question: ErrorInfo | null;
  /** The question's answer. */
  answer(goOn: boolean): void;
  /** The switch stays as it is for what is opened next: the same program, started again. */
  keep(): void;
}

/** The switch that attaches: as the user left it also over a restart of a program that is followed. */
export function useAttach(shell: Shell, viewer: ViewerState, isFollowed: boolean): AttachControl {
  const { session, update, report } = viewer;
  const name = update?.name ?? '';
  const wanted = useRef(false);
  const isPending = useRef(false);
  const isKept = useRef(false);
  const [asked, setAsked] = useState<{ session: number; error: ErrorInfo } | null>(null);
  // Of a session before it is none of this.
  const question = asked?.session === session ? (asked?.error ?? null) : null;
  const set = useCallback(
    (on: boolean, acceptLoss = false) => {
      if (session === null) return;
      report(null);
      setAsked(null);
      shell.attachSession(session, on, acceptLoss).catch((thrown: unknown) => {
        const error = toErrorInfo(thrown, 'attach to', name);
        if (error.code === 'hook-unprepared') setAsked({ session, error });
        else report(error);
      });
    },
    [shell, session, name, report],
  );
  const answer = useCallback((goOn: boolean) => (goOn ? set(true, true) : setAsked(null)), [set]);
  const attach = useCallback(
    (on: boolean) => {
      wanted.current = on;
      isPending.current = false;
      set(on);
    },
    [set],
  );
  const keep = useCallback(() => {
    isKept.current = wanted.current;
  }, []);
  useEffect(() => {
    if (session === null) return;
    wanted.current = isPending.current = isKept.current;
    isKept.current = false;
  }, [session]);
  const isGone = update?.state.kind === 'producer-gone';
  useEffect(() => {
    if (isGone && isFollowed && wanted.current) isPending.current = true;
  }, [isGone, isFollowed]);
  // Its objects are there, and nobody is attached: the switch is where the user wants it not to be.
  const isOff = !isGone && update?.attach?.state === 'off';
  useEffect(() => {
    if (!isOff || !isPending.current) return;
    isPending.current = false;
    set(true);
  }, [isOff, set]);
  useForgetRefusal(viewer);
  return { attach, question, answer, keep };
}

/** An attach that another application stood in the way of: once that has gone, the error is no longer so. */
function useForgetRefusal({ error, update, report }: ViewerState): void {
  const wasTaken = useRef(false);
  const isRefused = error?.code === 'hook-taken';
  const { state } = update ?? {};
  const isIdle = state?.kind === 'waiting-for-first-frame' && state.reason === 'hook-idle';
  useEffect(() => {
    if (!isRefused) wasTaken.current = false;
    else if (!isIdle) wasTaken.current = true;
    else if (wasTaken.current) report(null);
  }, [isRefused, isIdle, report]);
}
