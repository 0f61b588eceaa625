import { MessagePipe, NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import {
  hookObjects,
  readRequest,
  signal,
  takeBack,
  writeRequest,
  type HookId,
  type HookRequest,
} from './hook-objects';

/** What an attachment changed in a hook, and what was there before. */
export interface AttachRecord {
  readonly hook: HookId;
  /** Begins the names of the attachment's own objects; nobody else's begin so. */
  readonly token: string;
  readonly before: HookRequest;
  readonly wrote: HookRequest;
}

/** Puts back what an attachment wrote, unless it was written over since. Whether the hook was still asked for frames by it. */
export function putBack({ hook, before, wrote }: AttachRecord): boolean {
  const { info: name } = hookObjects(hook);
  let isAsked = false;
  ifThere(() => {
    const info = SharedRegion.open(name);
    const now = readRequest(info);
    info.close();
    isAsked = now.forceShmem === wrote.forceShmem;
    writeRequest(name, {
      frameInterval: now.frameInterval === wrote.frameInterval ? before.frameInterval : now.frameInterval,
      forceShmem: isAsked ? before.forceShmem : now.forceShmem,
    });
  });
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
export function removeNames({ hook, token }: AttachRecord): void {
  if (process.platform === 'win32') return;
  const { keepAlive, pipe } = hookObjects(hook);
  ifThere(() => removeUnlocked(lifeName(token)));
  ifThere(() =>
    removeUnlocked(keepAlive, () => {
      // Under the keep-alive nobody else makes or removes the pipe.
      new MessagePipe(pipe).close();
    }),
  );
}

/** The mutex that an attachment holds as long as its process lives. */
export function lifeName(token: string): string {
  return `${token}.life`;
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
