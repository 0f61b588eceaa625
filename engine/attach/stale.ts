import { setTimeout as sleep } from 'node:timers/promises';

import { MessagePipe, NamedMutex } from '../../native/index';
import { hasTexture, hookObjects } from './hook-objects';
import { tryKeepAlive } from './keep-alive';
import { lifeName, type AttachRecord } from './record';
import { allRecords, readRecord } from './records';
import { ifThere, putBack, removeNames, stopHook, takeBackStop } from './undo';

const lookMs = 250;
/** A hook that captures takes `Stop` at its next present. */
const stopMs = 1000;
/** Of a hook that presents rarely. */
const longestStopMs = 30_000;

/** Attachments that ended without a word, and nobody has put back what they changed. */
export function findStaleAttachments(): AttachRecord[] {
  return allRecords().filter(
    (record) =>
      NamedMutex.look(lifeName(record)).state !== 'held' && !NamedMutex.isKept(hookObjects(record.hook).keepAlive),
  );
}

/**
 * Puts back what a dead attachment changed, as soon as nobody has the hook: whoever has it by now may have found what was written.
 * @param whileTaken what is done while somebody else has it
 * @returns whether that was done: another attachment may have taken it over, or put it back
 */
export async function putBackStale(record: AttachRecord, whileTaken: 'wait' | 'leave'): Promise<boolean> {
  const { keepAlive: name, pipe } = hookObjects(record.hook);
  const isOurs = () => readRecord(record.hook)?.token === record.token;
  for (let wasTaken = false; isOurs(); await sleep(lookMs)) {
    const keepAlive = tryKeepAlive(name);
    if (!keepAlive) {
      if (whileTaken === 'leave') return false;
      wasTaken = true;
      continue;
    }
    const isAsked = putBack(record);
    // Its socket stays where it was killed; nobody else makes or removes it under the keep-alive.
    if (process.platform !== 'win32') ifThere(() => new MessagePipe(pipe).close());
    keepAlive.close();
    if (isAsked && !wasTaken) stopHook(record, true);
    return true;
  }
  return false;
}

/** What stays of an attachment after it: its names, and a `Stop` that nobody took. */
export async function clearUp(record: AttachRecord): Promise<void> {
  const { keepAlive } = hookObjects(record.hook);
  removeNames(record);
  const started = performance.now();
  await sleep(stopMs);
  // One that presents rarely takes it when it does, and captures until then.
  while (
    performance.now() - started < longestStopMs &&
    !NamedMutex.isKept(keepAlive) &&
    (await hasTexture(record.hook))
  ) {
    await sleep(lookMs);
  }
  takeBackStop(record);
}
