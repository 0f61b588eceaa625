import { FramelatchError } from '../../protocol/errors';
import type { Producer } from '../../protocol/source';

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

export function unprepared(pid: number): FramelatchError {
  return new FramelatchError({
    code: 'hook-unprepared',
    operation,
    target: String(pid),
    reason:
      'nobody has told the hook where the graphics functions are: it would look once, find none, and never capture again',
    next: 'Start a capture of this process once, for example in OBS, and end it. A hook that needs no telling: --without-offsets.',
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
