import { useCallback, useEffect, useRef, useState } from 'react';

import type { Settings } from '../../protocol/ipc';
import type { SourceListing } from '../../protocol/source';
import type { ViewerState } from './use-viewer';

/** The program of the open source: a real hook comes back under another name each time that it starts. */
export interface Following {
  /** The executable's name; `null` where it is not known. */
  readonly program: string | null;
  /** The user wants its next start opened by itself. */
  readonly isFollowed: boolean;
  /** Its hooks that have appeared since the open one went. */
  readonly successors: readonly SourceListing[];
  follow(on: boolean): void;
  /** Opens a successor; the switch that attaches stays as it is. */
  goOn(name: string): void;
}

/** In front of a program's name where a source's stands. */
export const programScheme = 'program:';

/** @param onNext opens a successor */
export function useFollow(viewer: ViewerState, onNext: (name: string) => void): Following {
  const { session, update, sources, settings, changeSettings } = viewer;
  const name = update?.name ?? null;
  const program = useProgram(viewer);
  const successors = useSuccessors(viewer, program);
  const isFollowed = program !== null && settings.followed.includes(program);
  // What a session has waited for since it was opened is what the user asked for, followed or not.
  const isAwaited = update?.state.kind === 'searching';
  const [next, another] = successors;
  const nextName = next && !another && (isFollowed || isAwaited) ? next.name : null;
  useEffect(() => {
    if (nextName !== null) onNext(nextName);
  }, [nextName, onNext]);
  const lastProgram = session === null || name === null ? undefined : program;
  useEffect(() => {
    if (lastProgram !== undefined && lastProgram !== settings.lastProgram && sources !== null) {
      changeSettings({ lastProgram });
    }
  }, [lastProgram, settings.lastProgram, sources, changeSettings]);
  const follow = useCallback(
    (on: boolean) => {
      if (program === null) return;
      const others = settings.followed.filter((other) => other !== program);
      changeSettings({ followed: on ? [...others, program] : others });
    },
    [program, settings.followed, changeSettings],
  );
  return { program, isFollowed, successors, follow, goOn: onNext };
}

/** Known as long as its hook is listed, and remembered while the session is open. */
function useProgram({ session, update, sources, info, settings, testPattern }: ViewerState): string | null {
  const [known, setKnown] = useState<{ session: number | null; program: string | null }>({ session, program: null });
  const name = update?.name ?? null;
  const listed = sources?.find((row) => row.name === name)?.program ?? null;
  const asked = name?.startsWith(programScheme) ? name.slice(programScheme.length) : null;
  // Of what was open when the start before ended.
  const [last, setLast] = useState<Pick<Settings, 'lastSource' | 'lastProgram'> | null>(null);
  if (info && !last) setLast(settings);
  const isLast = update?.state.kind === 'searching' && isNamed(update.name, last?.lastSource ?? null);
  const stored = isLast ? (last?.lastProgram ?? null) : null;
  const program = listed ?? asked ?? (known.session === session ? known.program : null) ?? stored;
  if (known.session !== session || known.program !== program) setKnown({ session, program });
  // What the user reads as something else is no hook.
  const { layout } = update?.reading ?? {};
  const isHook = layout === undefined || layout === 'capture-hook' || layout === 'game-capture';
  // The test pattern is this program's own: there is nothing to follow.
  const isOther = name === null || name !== testPattern.name;
  return session === null || !isHook || !isOther ? null : program;
}

const nobody: readonly SourceListing[] = [];

/** What ran beside the open hook while that was there is not its program come back. */
function useSuccessors(viewer: ViewerState, program: string | null): readonly SourceListing[] {
  const { session, update, sources } = viewer;
  const beside = useRef<{ session: number | null; names: ReadonlySet<string> }>({ session: null, names: new Set() });
  const [found, setFound] = useState(nobody);
  const name = update?.name ?? null;
  const kind = update?.state.kind;
  const isThere = kind === 'live' || sources?.some((row) => row.name === name && row.program !== undefined) === true;
  useEffect(() => {
    const wanted = program ?? (kind === 'searching' ? name : null);
    const hooks = wanted === null ? nobody : (sources ?? nobody).filter((row) => isOf(row, wanted));
    if (beside.current.session !== session) beside.current = { session, names: new Set() };
    if (isThere) beside.current = { session, names: new Set(hooks.map((row) => row.name)) };
    const fresh = isThere ? nobody : hooks.filter((row) => row.name !== name && !beside.current.names.has(row.name));
    setFound((before) => (fresh.length === 0 && before.length === 0 ? before : fresh));
  }, [session, name, kind, program, sources, isThere]);
  return found;
}

/** Whether a hook's info has the name that was typed: that, or its number alone. */
export function isNamed(name: string, typed: string | null): boolean {
  return typed !== null && (name === typed || (/^\d+$/.test(typed) && name.endsWith(`_HookInfo${typed}`)));
}

/** As a user may write it: whole or without `.exe`, in any case of letters. */
function isOf({ program }: SourceListing, wanted: string): boolean {
  const [has, asked] = [program?.toLowerCase(), wanted.toLowerCase()];
  return has !== undefined && (has === asked || has === `${asked}.exe`);
}
