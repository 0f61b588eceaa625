import { useCallback, useEffect, useRef } from 'react';

import { toErrorInfo } from '../../protocol/errors';
import type { Shell } from '../shell/shell';
import type { ViewerState } from './use-viewer';

export interface AttachControl {
  /** The user turns the switch. */
  attach(on: boolean): void;
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
  const set = useCallback(
    (on: boolean) => {
      if (session === null) return;
      report(null);
      shell.attachSession(session, on).catch((thrown: unknown) => report(toErrorInfo(thrown, 'attach to', name)));
    },
    [shell, session, name, report],
  );
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
  return { attach, keep };
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
