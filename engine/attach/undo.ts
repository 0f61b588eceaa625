import { MessagePipe, NamedEvent, NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { hookObjects, readRequest, writeRequest, type HookRequest } from './hook-objects';

/** What an attachment changed in a hook, and what was there before. */
export interface AttachRecord {
  readonly pid: number;
  readonly prefix: string;
  readonly before: HookRequest;
  readonly wrote: HookRequest;
}

/** Puts back what an attachment wrote, unless it was written over since, and tells the hook to stop. */
export function undoRequest({ pid, prefix, before, wrote }: AttachRecord): void {
  const { info: name, stop } = hookObjects(pid, prefix);
  ifThere(() => {
    const info = SharedRegion.open(name);
    const now = readRequest(info);
    info.close();
    writeRequest(name, {
      frameInterval: now.frameInterval === wrote.frameInterval ? before.frameInterval : now.frameInterval,
      forceShmem: now.forceShmem === wrote.forceShmem ? before.forceShmem : now.forceShmem,
    });
  });
  ifThere(() => signal(stop));
}

/** The names that a killed process leaves behind where names outlive their processes. */
export function removeNames({ pid, prefix }: AttachRecord): void {
  const { keepAlive, pipe } = hookObjects(pid, prefix);
  if (process.platform === 'win32') return;
  ifThere(() => NamedMutex.create(keepAlive, { existing: 'inherit' }).close());
  ifThere(() => new MessagePipe(pipe).close());
}

/** @throws FramelatchError `event-missing`, `event-denied`, `event-invalid` */
export function signal(name: string): void {
  const event = NamedEvent.open(name);
  event.signal();
  event.close();
}

/** The hook may end at any moment and take its objects along: what is gone needs nothing put back. */
function ifThere(action: () => void): void {
  try {
    action();
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError)) throw thrown;
  }
}
