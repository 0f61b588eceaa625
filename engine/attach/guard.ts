import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { NamedEvent, NamedMutex } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { hookObjects } from './hook-objects';
import { signal, removeNames, undoRequest, type AttachRecord } from './undo';

/*
 * A crash of ours must leave a hook as it was. The system gives up the keep-alive and the pipe with their process; what was written
 * into the hook's info it does not undo. So a small process of its own stands by: when nobody keeps the keep-alive any more, it
 * puts back what is still as the attachment wrote it, and ends.
 */

export const guardCommandName = 'attach-guard';
const lookMs = 100;
const startMs = 20_000;

/** How this program runs one of its own commands: the words in front of it. */
export function ownCommand(): readonly string[] {
  const script = process.argv[1] ?? '';
  if (!process.versions['electron']) return [process.execPath, script];
  // The packaged app is its own executable; before that, Electron is told which folder is the app.
  const isPackaged = Reflect.get(process, 'defaultApp') !== true;
  const app = isPackaged ? [] : process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const switches = process.argv.filter((word) => word === '--no-sandbox');
  return [process.execPath, ...switches, ...app.slice(0, 1)];
}

/**
 * Starts the process that stands by, and resolves when it does.
 * @throws FramelatchError `internal` when it does not come
 */
export async function startGuard(record: AttachRecord, command: readonly string[]): Promise<void> {
  const [program = '', ...words] = command;
  const standsBy = NamedEvent.create(eventName(record));
  try {
    // Detached: what ends us and our terminal must not end it.
    const child = spawn(program, [...words, guardCommandName, JSON.stringify(record)], {
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
    });
    const failed = new Promise<string>((resolve) => {
      child.once('error', ({ message }) => resolve(message));
      child.once('exit', (code) => resolve(`it ended with code ${code}`));
    });
    child.unref();
    const outcome = await Promise.race([standsBy.wait({ timeoutMs: startMs }), failed]);
    if (outcome !== true) throw unguarded(record, outcome || `it did not come within ${startMs / 1000} s`);
  } finally {
    standsBy.close();
  }
}

/** The other side: runs in the process of its own until the attachment has ended, however. */
export async function standBy(record: AttachRecord): Promise<void> {
  const { keepAlive } = hookObjects(record.pid, record.prefix);
  signal(eventName(record));
  while (NamedMutex.isKept(keepAlive)) await sleep(lookMs);
  undoRequest(record);
  removeNames(record);
}

/** What {@link startGuard} hands over. @throws FramelatchError `usage` */
export function parseRecord(text: string): AttachRecord {
  try {
    const { pid, prefix, before, wrote } = JSON.parse(text) as AttachRecord;
    const numbers = [pid, before.frameInterval, before.forceShmem, wrote.frameInterval, wrote.forceShmem];
    if (numbers.every((number) => Number.isSafeInteger(number) && number >= 0) && /^(?:Local\\)?$/.test(prefix)) {
      return { pid, prefix, before, wrote };
    }
  } catch {
    // Told below, like a record that lacks something.
  }
  throw new FramelatchError({
    code: 'usage',
    operation: 'stand by',
    target: 'attachment',
    reason: 'what it was given is no record of an attachment',
    next: 'This command is started by `framelatch attach`, not by a person.',
  });
}

function eventName({ pid }: AttachRecord): string {
  return `Framelatch_AttachGuard${pid}`;
}

function unguarded({ pid }: AttachRecord, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'internal',
    operation: 'attach to hook of process',
    target: String(pid),
    reason: `the process that would undo it after a crash did not start: ${reason}`,
    next: 'Check that this program may start itself, and how much memory is free.',
  });
}
