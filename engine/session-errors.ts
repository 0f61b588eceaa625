import { FramelatchError } from '../protocol/errors';

/** `usage`: a session's source cannot be attached to. */
export function notAHook(name: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'attach to',
    target: name,
    reason: 'it is no CaptureHook_HookInfo mapping',
    next: 'Open the hook info of the process.',
  });
}

/** `no-frame`: a session has no content that could be shown as pixels. */
export function noContent(name: string): FramelatchError {
  return new FramelatchError({
    code: 'no-frame',
    operation: 'convert',
    target: name,
    reason: 'there is no content, or more than can be shown',
    next: 'Wait for content, or open the region itself as raw.',
  });
}
