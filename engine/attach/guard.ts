import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { dispose, NamedEvent, NamedMutex } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { hasTexture, hookObjects, type HookRequest } from './hook-objects';
import { lifeName, putBack, removeNames, stopHook, takeBackStop, type AttachRecord } from './undo';

/*
 * A crash of ours must leave a hook as it was. The system gives up the keep-alive and the pipe with their process; what was written
 * into the hook's info it does not undo. So a small process of its own stands by: when the attachment's process has ended without
 * a word, it puts back what is still as the attachment wrote it. The word is an event: first the guard's, that it is there; at the
 * end the attachment's, that it has put everything back itself.
 */

export const guardCommandName = 'attach-guard';
const lookMs = 50;
const takenLookMs = 250;
const startMs = 20_000;
/** A look may fail for want of a descriptor; as many in a row mean that nobody is there. */
const looksUntilGone = 3;
/** A hook that captures takes `Stop` at its next present. */
const stopMs = 1000;
const longestStopMs = 30_000;

/** How this program runs one of its own commands: the words in front of it. */
export function ownCommand(): readonly string[] {
  const script = process.argv[1] ?? '';
  if (!process.versions['electron']) return [process.execPath, script];
  // The packaged app is its own executable; before that, Electron is told first which folder is the app.
  const isPackaged = Reflect.get(process, 'defaultApp') !== true;
  const app = isPackaged ? [] : process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const switches = process.argv.filter((word) => word === '--no-sandbox');
  // An AppImage and a portable executable are there, unpacked, for as long as they run: the guard outlives us.
  const outer = isPackaged ? (process.env['APPIMAGE'] ?? process.env['PORTABLE_EXECUTABLE_FILE']) : undefined;
  return [outer ?? process.execPath, ...app.slice(0, 1), ...switches];
}

/** A process that stands by until the attachment has ended, however. */
export class Guard implements Disposable {
  readonly #word: NamedEvent;

  private constructor(word: NamedEvent) {
    this.#word = word;
  }

  /**
   * Starts it, and resolves when it stands by. The attachment must hold its life's mutex before.
   * @throws FramelatchError `internal` when it does not come
   */
  static async start(record: AttachRecord, command: readonly string[]): Promise<Guard> {
    const [program = '', ...words] = command;
    const word = NamedEvent.create(wordName(record));
    // Detached: what ends us and our terminal must not end it.
    const child = spawn(program, [...words, guardCommandName, formatRecord(record)], {
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
    });
    const failed = new Promise<string>((resolve) => {
      child.once('error', ({ message }) => resolve(message));
      child.once('exit', (code) => resolve(`it ended with code ${code}`));
    });
    child.unref();
    const outcome = await Promise.race([word.wait({ timeoutMs: startMs }), failed]);
    if (outcome === true) return new Guard(word);
    word.close();
    throw unguarded(record, outcome || `it did not come within ${startMs / 1000} s`);
  }

  /** Everything is put back: the guard has nothing to undo. */
  dismiss(): void {
    this.#word.signal();
    this.#word.close();
  }

  /** Leaves it to the guard. */
  [dispose](): void {
    this.#word.close();
  }
}

/** The other side: runs in the process of its own. */
export async function standBy(record: AttachRecord): Promise<void> {
  // Its name goes with this: whoever made it may be killed.
  const word = NamedEvent.inherit(wordName(record));
  const { keepAlive } = hookObjects(record.hook);
  word.signal();
  let isDismissed = false;
  for (let misses = 0; misses < looksUntilGone && !isDismissed;) {
    await sleep(lookMs);
    misses = NamedMutex.look(lifeName(record.token)).state === 'held' ? 0 : misses + 1;
    // Our own word must have been taken first: the attachment holds its life's mutex at that time.
    isDismissed = misses > 0 && word.tryTake();
  }
  word.close();
  if (!isDismissed) {
    // Whoever has the hook by now has it until it ends, and may have found what was written here: it is put back after that.
    const isTaken = NamedMutex.isKept(keepAlive);
    while (NamedMutex.isKept(keepAlive)) await sleep(takenLookMs);
    if (putBack(record) && !isTaken) stopHook(record, true);
  }
  removeNames(record);
  const ended = performance.now();
  await sleep(stopMs);
  // One that presents rarely takes it when it does, and captures until then.
  while (
    (await hasTexture(record.hook)) &&
    !NamedMutex.isKept(keepAlive) &&
    performance.now() - ended < longestStopMs
  ) {
    await sleep(takenLookMs);
  }
  takeBackStop(record);
}

/** A record as a word of a command: JSON, with its 64-bit numbers as text. */
function formatRecord(record: AttachRecord): string {
  return JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** What {@link Guard.start} hands over. @throws FramelatchError `usage` */
export function parseRecord(text: string): AttachRecord {
  try {
    const { hook, token, before, wrote } = JSON.parse(text);
    const { pid, prefix = '' } = hook;
    const isWhole = Number.isSafeInteger(pid) && pid >= 0 && /^(?:Local\\)?$/.test(prefix) && /^\w{1,64}$/.test(token);
    if (isWhole) return { hook: { pid, prefix }, token, before: parseRequest(before), wrote: parseRequest(wrote) };
  } catch {
    // Told below, like a record that lacks something.
  }
  throw notARecord();
}

function parseRequest({ frameInterval, forceShmem }: Record<keyof HookRequest, unknown>): HookRequest {
  const interval = BigInt(String(frameInterval));
  if (interval !== BigInt.asUintN(64, interval) || !isByte(forceShmem)) throw notARecord();
  return { frameInterval: interval, forceShmem };
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256;
}

function notARecord(): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'stand by',
    target: 'attachment',
    reason: 'what it was given is no record of an attachment',
    next: 'This command is started by `framelatch attach`, not by a person.',
  });
}

function wordName({ token }: AttachRecord): string {
  return `${token}.word`;
}

function unguarded({ hook }: AttachRecord, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'internal',
    operation: 'attach to hook of process',
    target: String(hook.pid),
    reason: `the process that would undo it after a crash did not start: ${reason}`,
    next: 'Check that this program may start itself, and how much memory is free.',
  });
}
