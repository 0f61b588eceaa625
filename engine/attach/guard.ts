import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { dispose, NamedEvent, NamedMutex } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { formatRecord, lifeName, wordName, type AttachRecord } from './record';
import { clearUp, putBackStale } from './stale';

/*
 * A crash of ours must leave a hook as it was. The system gives up the keep-alive and the pipe with their process; what was written
 * into the hook's info it does not undo. So a small process of its own stands by: when the attachment's process has ended without
 * putting back what stands in its record (records.ts), this does. An event is its word that it is there.
 */

export const guardCommandName = 'attach-guard';
const lookMs = 50;
const replaceMs = 500;
const startMs = 20_000;
/** A look may fail for want of a descriptor; as many in a row mean that nobody is there. */
const looksUntilGone = 3;

/** A process that stands by until the attachment has ended, however; another takes its place when it is killed. */
export class Guard implements Disposable {
  readonly #record: AttachRecord;
  readonly #command: readonly string[];
  /** `null` while nobody stands by. */
  #word: NamedEvent | null = null;
  #isOver = false;

  private constructor(record: AttachRecord, command: readonly string[]) {
    this.#record = record;
    this.#command = command;
  }

  /**
   * Starts it, and resolves when it stands by. The attachment must hold its life's mutex before.
   * @throws FramelatchError `internal` when it does not come
   */
  static async start(record: AttachRecord, command: readonly string[]): Promise<Guard> {
    const guard = new Guard(record, command);
    await guard.#begin();
    return guard;
  }

  async #begin(): Promise<void> {
    const [program = '', ...words] = this.#command;
    const word = NamedEvent.create(wordName(this.#record));
    // Detached: what ends us and our terminal must not end it.
    const child = spawn(program, [...words, guardCommandName, formatRecord(this.#record)], {
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
    if (outcome !== true) {
      word.close();
      throw unguarded(this.#record, outcome || `it did not come within ${startMs / 1000} s`);
    }
    this.#word = word;
    if (this.#isOver) return this.close();
    void failed.then(() => this.#replace());
  }

  /** Nobody killed it for nothing: the next comes after a moment, as often as it takes. */
  #replace(): void {
    if (this.#isOver) return;
    this.#word?.close();
    this.#word = null;
    setTimeout(() => {
      if (!this.#isOver) this.#begin().catch(() => this.#replace());
    }, replaceMs).unref();
  }

  /** It stays until the attachment's life is over, and puts back whatever has a record then. */
  close(): void {
    this.#isOver = true;
    this.#word?.close();
    this.#word = null;
  }

  [dispose](): void {
    this.close();
  }
}

/** The other side: runs in the process of its own. */
export async function standBy(record: AttachRecord): Promise<void> {
  // Its name goes with this: whoever made it may be killed.
  const word = NamedEvent.inherit(wordName(record));
  word.signal();
  for (let misses = 0; misses < looksUntilGone;) {
    await sleep(lookMs);
    misses = NamedMutex.look(lifeName(record)).state === 'held' ? 0 : misses + 1;
  }
  word.close();
  // An attachment that put everything back itself took its record away.
  await putBackStale(record, 'wait');
  await clearUp(record);
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
