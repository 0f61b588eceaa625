import type { ReaderStatus } from '../native/index';
import type { AttachView } from '../protocol/session';
import type { EventLog } from './event-log';

/** Writes into the log what two successive statuses differ in. */
export function logChanges(log: EventLog, before: ReaderStatus | null, after: ReaderStatus): void {
  logShape(log, before, after);
  if (isIdle(after)) {
    if (before?.shape && !isIdle(before)) log.add('idle');
    return;
  }
  if (before?.phase === after.phase) return;
  if (after.phase === 'producer-gone') {
    log.add('producer-gone', { reason: after.goneReason, ...processDetail(after) });
  } else if (after.phase === 'stalled') {
    log.add('stalled');
  } else if (after.phase === 'failed' && after.error) {
    log.add('failed', { code: after.error.code, reason: after.error.reason });
  } else if (after.phase === 'live' && before && wasInterrupted(before)) {
    log.add('resumed');
  }
}

/** A hook that nobody asks for frames. */
function isIdle({ phase, error, waitReason }: ReaderStatus): boolean {
  return phase === 'failed' ? error?.code === 'hook-idle' : phase === 'waiting' && waitReason === 'hook-idle';
}

/** Nothing resumes that never began: before its first frame a source only begins. */
function wasInterrupted(before: ReaderStatus): boolean {
  if (before.phase === 'stalled' || before.phase === 'producer-gone') return true;
  return (before.phase === 'failed' || isIdle(before)) && before.counters.delivered > 0;
}

/** Writes into the log that the session took, or gave up, the part of the hook's capturing application. */
export function logAttach(log: EventLog, before: AttachView | null, after: AttachView | null): void {
  if (isAttached(before) === isAttached(after)) return;
  log.add(isAttached(after) ? 'attached' : 'detached');
}

function isAttached(view: AttachView | null): boolean {
  return view?.state === 'attached' || view?.state === 'capturing';
}

function processDetail({ producer }: ReaderStatus): Record<string, string | number> {
  return producer ? { pid: producer.pid, process: producer.name } : {};
}

function logShape(log: EventLog, before: ReaderStatus | null, after: ReaderStatus): void {
  const { shape } = after;
  if (!shape) return;
  const size = { width: shape.width, height: shape.height };
  if (!before?.shape) {
    log.add('opened', { ...size, ...processDetail(after) });
    return;
  }
  if (after.counters.reopened === before.counters.reopened) return;
  const newPid = after.producer?.pid;
  if (newPid !== undefined && newPid !== before.producer?.pid) {
    log.add('producer-restarted', { ...size, ...processDetail(after) });
  } else if (shape.width !== before.shape.width || shape.height !== before.shape.height) {
    log.add('size-changed', { ...size, fromWidth: before.shape.width, fromHeight: before.shape.height });
  } else {
    log.add('reinitialised', { mapId: shape.mapId });
  }
}
