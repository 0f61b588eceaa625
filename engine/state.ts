import type { ReaderStatus } from '../native/index';
import { assertNever } from '../protocol/assert';
import type { ErrorInfo } from '../protocol/errors';
import type { SessionState } from '../protocol/session';

const unknownFailure: ErrorInfo = {
  code: 'internal',
  operation: 'read',
  target: 'source',
  reason: 'the reader failed without saying why',
  next: 'Please report this.',
};

/** The session's state with its evidence, from what the reader thread knows. */
export function stateOf(name: string, status: ReaderStatus): SessionState {
  const { producer, quietForMs } = status;
  switch (status.phase) {
    case 'searching':
      return { kind: 'searching', name };
    case 'waiting':
      return { kind: 'waiting-for-first-frame', reason: status.waitReason, producer };
    case 'live':
      return { kind: 'live', producer };
    case 'stalled':
      return { kind: 'stalled', quietForMs, producer };
    case 'producer-gone':
      return {
        kind: 'producer-gone',
        reason: status.goneReason,
        quietForMs: status.sawPublication ? quietForMs : null,
        producer,
      };
    case 'failed':
      // Nothing is wrong with it: nobody has asked it for frames yet, or any more.
      if (status.error?.code === 'hook-idle') return { kind: 'waiting-for-first-frame', reason: 'hook-idle', producer };
      return { kind: 'failed', error: status.error ?? unknownFailure };
    default:
      return assertNever(status.phase);
  }
}
