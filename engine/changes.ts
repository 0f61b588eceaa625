import type { ReaderStatus } from '../native/index';
import type { EventLog } from './event-log';

/** Writes into the log what two successive statuses differ in. */
export function logChanges(log: EventLog, before: ReaderStatus | null, after: ReaderStatus): void {
  logShape(log, before, after);
  if (before?.phase === after.phase) return;
  if (after.phase === 'producer-gone') {
    log.add('producer-gone', { reason: after.goneReason, ...processDetail(after) });
  } else if (after.phase === 'stalled') {
    log.add('stalled');
  } else if (after.phase === 'failed' && after.error && after.error.code !== 'hook-idle') {
    log.add('failed', { code: after.error.code, reason: after.error.reason });
  } else if (after.phase === 'live' && before && ['stalled', 'producer-gone', 'failed'].includes(before.phase)) {
    log.add('resumed');
  }
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
