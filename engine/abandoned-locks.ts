import type { Native, ReaderStatus, SourceAddress } from '../native/index';
import { FramelatchError } from '../protocol/errors';
import type { EventLog } from './event-log';

/**
 * Writes into the log which of a gone producer's locks it died holding: no frame may come any more that would tell.
 * Acquires nothing.
 */
export async function logAbandonedLocks(log: EventLog, native: Native, address: SourceAddress): Promise<void> {
  try {
    const { mutexes } = await native.inspect(address);
    for (const [buffer, mutex] of mutexes.entries()) {
      if (mutex.state === 'abandoned') log.add('abandoned-lock', { buffer, ...(mutex.by ? { pid: mutex.by } : {}) });
    }
  } catch (thrown) {
    // Its objects went with it: nobody can find a lock abandoned any more.
    if (!(thrown instanceof FramelatchError)) throw thrown;
  }
}

/** Whether a source's pictures are read under locks: then a suspect one has an abandoned lock, else it is torn. */
export function hasLocks({ shape }: ReaderStatus, { raw }: SourceAddress): boolean {
  return shape?.layout === 'capture-hook' || shape?.layout === 'game-capture' || Boolean(raw?.mutexes.length);
}
