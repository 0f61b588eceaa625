import { FramelatchError } from '../protocol/errors';

/* Why `attach` could not do what it was asked for. */

export function nothingCaptured(seconds: number, silence: string): FramelatchError {
  return new FramelatchError({
    code: 'hook-silent',
    operation: 'capture through',
    target: 'hook',
    reason: `no hook said within ${seconds} s that it captures; likely ${silence}`,
    next: 'Bring the program’s window to the front, or give it more time.',
  });
}

export function neverCame(typed: string): FramelatchError {
  return new FramelatchError({
    code: 'mapping-missing',
    operation: 'attach to hook of',
    target: typed,
    reason: 'none was loaded in that time',
    next: 'Start the program with its hook, or wait longer.',
  });
}

export function noSuchWord(): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'attach with',
    target: '--without-offsets',
    reason: 'whether a hook needs offsets is seen by what its process has loaded',
    next: 'Leave it out. If the hook is refused for want of offsets: --offsets FILE, or --yes, which cannot be undone.',
  });
}

export function notAHook(typed: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'attach to',
    target: typed,
    reason: 'that is no process number and no CaptureHook_HookInfo mapping',
    next: '`framelatch list` shows the hooks that are loaded.',
  });
}
