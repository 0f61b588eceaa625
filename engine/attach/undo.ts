import { MessagePipe, NamedEvent, NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { hookObjects, readMapId, readRequest, signal, takeBack, writeRequest } from './hook-objects';
import { lifeName, originalOf, wordName, type AttachRecord } from './record';
import { readRecord, removeRecord } from './records';

/**
 * Puts back what an attachment wrote, unless it was written over since, and removes its record; by whoever has the keep-alive. One
 * whose record another attachment took over has nothing to put back any more: that one has.
 * @returns whether the hook was still asked for frames by it
 */
export function putBack(record: AttachRecord): boolean {
  const left = readRecord(record.hook);
  if (left && left.token !== record.token) return false;
  const { info: name } = hookObjects(record.hook);
  let isAsked = false;
  ifThere(() => {
    const info = SharedRegion.open(name);
    const now = readRequest(info);
    const original = originalOf(now, readMapId(info), record);
    info.close();
    isAsked = now.forceShmem === record.wrote.forceShmem;
    writeRequest(name, original);
  });
  removeRecord(record);
  return isAsked;
}

/**
 * Tells a hook to stop that took the request; one that never did has not begun, and the request is taken back. The keep-alive must be
 * gone before: a hook that has stopped asks itself to begin again, and does while somebody keeps it.
 * @param hasBegun the hook said so
 * @returns whether `Initialize` was still there, so that the hook has not begun for the first time
 */
export function stopHook({ hook }: AttachRecord, hasBegun: boolean): boolean {
  const { stop, restart, initialize } = hookObjects(hook);
  let isUntouched = false;
  ifThere(() => {
    isUntouched = takeBack(initialize) && !hasBegun;
    const isPending = takeBack(restart);
    if (hasBegun || !isPending) signal(stop);
  });
  return isUntouched;
}

/** A hook takes `Stop` only while it captures; left behind, it would end the next one's capture. */
export function takeBackStop({ hook }: AttachRecord): void {
  const { stop, keepAlive } = hookObjects(hook);
  if (NamedMutex.isKept(keepAlive)) return;
  ifThere(() => takeBack(stop));
}

/** The names that a killed process leaves behind, where names outlive their processes. */
export function removeNames(record: AttachRecord): void {
  if (process.platform === 'win32') return;
  const { keepAlive, pipe } = hookObjects(record.hook);
  removeOwnNames(record);
  ifThere(() =>
    removeUnlocked(keepAlive, () => {
      // Under the keep-alive nobody else makes or removes the pipe.
      new MessagePipe(pipe).close();
    }),
  );
}

/** Those of the attachment and its guard alone: the hook may be somebody else's by now. */
export function removeOwnNames(record: Pick<AttachRecord, 'token'>): void {
  if (process.platform === 'win32') return;
  ifThere(() => removeUnlocked(lifeName(record)));
  // A guard that still stands by needs its word no more: whoever listened is dead.
  ifThere(() => NamedEvent.inherit(wordName(record)).close());
}

/** Removes a mutex that nobody has locked, after `also` under its lock. */
function removeUnlocked(name: string, also: () => void = () => {}): void {
  const mutex = NamedMutex.inherit(name);
  try {
    if (mutex.tryLock() !== 'busy' && mutex.isStillNamed()) also();
  } finally {
    mutex.close();
  }
}

/** The hook may end at any moment and take its objects along: what is gone needs nothing put back. */
export function ifThere(action: () => void): void {
  try {
    action();
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError)) throw thrown;
  }
}
