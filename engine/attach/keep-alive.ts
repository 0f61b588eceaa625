import { setTimeout as sleep } from 'node:timers/promises';

import { MessagePipe, NamedMutex } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { taken, takenBy } from './refusals';

/* What only one capturing application at a time has of a hook. */

const lookMs = 10;
/** How long an application that ends may take to let go of the keep-alive. */
const letGoMs = 1000;

/** @throws FramelatchError `hook-taken`, naming who has it; `mutex-denied` */
export async function takeKeepAlive(pid: number, name: string): Promise<NamedMutex> {
  const deadline = performance.now() + letGoMs;
  for (;;) {
    const mutex = tryKeepAlive(name);
    if (mutex) return mutex;
    if (performance.now() >= deadline) throw takenBy(pid, await NamedMutex.findKeeper(name), name);
    await sleep(lookMs);
  }
}

/** `null` while somebody else keeps it. */
export function tryKeepAlive(name: string): NamedMutex | null {
  try {
    const mutex = NamedMutex.create(name, { existing: 'inherit' });
    // A leftover may be taken, or removed, by another one at the same moment.
    if (mutex.tryLock() !== 'busy' && mutex.isStillNamed()) return mutex;
    mutex.close();
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-exists') throw thrown;
  }
  return null;
}

/** The log pipe. @throws FramelatchError `hook-taken`, `pipe-denied` */
export function listen(pid: number, path: string): MessagePipe {
  try {
    return new MessagePipe(path);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'pipe-taken') throw thrown;
    throw taken(pid, `another process serves the hook’s log pipe, ${path}`);
  }
}
