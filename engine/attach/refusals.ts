import { FramelatchError } from '../../protocol/errors';
import type { Producer } from '../../protocol/source';
import type { ToldLibrary } from './offsets';

/* Why a hook is not attached to. */

const operation = 'attach to hook of process';

export function notLoaded(pid: number, info: string): FramelatchError {
  return new FramelatchError({
    code: 'mapping-missing',
    operation,
    target: String(pid),
    reason: `no hook is loaded there: no mapping ${info} exists`,
    next: 'Framelatch injects nothing: load the hook into that process first, or pick a number from `framelatch list`.',
  });
}

/** @param keeper of the keep-alive; `null` where that cannot be told */
export function takenBy(pid: number, keeper: Producer | null, keepAlive: string): FramelatchError {
  const who = keeper ? `${keeper.name} (process ${keeper.pid})` : 'another capturing application';
  return taken(pid, `${who} holds ${keepAlive}`);
}

export function taken(pid: number, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'hook-taken',
    operation,
    target: String(pid),
    reason,
    next: 'A hook has one capturing application: end its capture first. Watching its frames needs no attaching.',
  });
}

/** What is missing for a hook to begin. */
export interface Missing {
  readonly libraries: readonly string[] | null;
  readonly missing: readonly ToldLibrary[];
  readonly bits: 32 | 64;
  /** Why they were not found. */
  readonly problem: string | null;
}

export function unprepared(pid: number, { libraries, missing, bits, problem }: Missing): FramelatchError {
  const why =
    libraries === null
      ? 'what graphics it has loaded cannot be seen'
      : `it has loaded ${libraries.join(', ') || 'no graphics library yet'}`;
  const unfound = problem === null ? '' : `; ${problem}`;
  return new FramelatchError({
    code: 'hook-unprepared',
    operation,
    target: String(pid),
    reason: `${why}, and nobody has told the hook where the functions of ${missing.join(', ')} are${unfound}. It looks once: begun without them, it can never capture Direct3D in that process again, for anybody`,
    next: `Give them with --offsets FILE (what get-graphics-offsets${bits} of OBS or framelatch-offsets${bits} prints), or capture this process once in OBS. If it draws with OpenGL or Vulkan, --yes goes on without: that cannot be undone.`,
  });
}

export function unknownVersion(pid: number, major: number): FramelatchError {
  return new FramelatchError({
    code: 'header-version-unsupported',
    operation,
    target: String(pid),
    reason: `found hook version ${major}, expected 1: what Framelatch would write might mean something else there`,
    next: 'Use a hook of major version 1, or a newer Framelatch.',
  });
}

export function diedBefore(pid: number): FramelatchError {
  return new FramelatchError({
    code: 'mapping-missing',
    operation,
    target: String(pid),
    reason: 'its process has ended: what is there are its leftovers',
    next: 'Start it again; `framelatch clean` removes the leftovers.',
  });
}
