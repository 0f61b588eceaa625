import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FramelatchError } from '../../protocol/errors';
import { writeFileWholeSync } from '../files/write-file';
import { socketFolder } from '../pipe/pipe-path';
import { hookObjects, type HookId } from './hook-objects';
import { formatRecord, parseRecord, type AttachRecord } from './record';

/*
 * What an attachment changed stands in a file of this user's private folder from before it changes anything until it is put back,
 * so that it can be put back whoever is killed: by the guard, by the next attachment, by `framelatch clean`. Read, written and
 * removed only by whoever has the hook's keep-alive.
 */

const suffix = '.attached.json';

/** Its file; several attachments of one hook follow each other, and have the same. */
export function recordPath(hook: HookId): string {
  return join(folder(), `${hookObjects(hook).info.replace('\\', '_')}${suffix}`);
}

/** What stands in a hook's file; `null` where there is none, or nothing that an attachment wrote. */
export function readRecord(hook: HookId): AttachRecord | null {
  return readRecordFile(recordPath(hook));
}

/** @throws FramelatchError `file-unwritable` */
export function writeRecord(record: AttachRecord): void {
  writeFileWholeSync(recordPath(record.hook), Buffer.from(formatRecord(record)), { mode: 0o600 });
}

export function removeRecord({ hook }: AttachRecord): void {
  rmSync(recordPath(hook), { force: true });
}

/** Every record that stands there; none where there is no such folder of ours. */
export function allRecords(): AttachRecord[] {
  try {
    const own = folder();
    const files = readdirSync(own).filter((file) => file.endsWith(suffix));
    return files.flatMap((file) => readRecordFile(join(own, file)) ?? []);
  } catch (thrown) {
    const isOurs = thrown instanceof FramelatchError || (thrown as NodeJS.ErrnoException).code !== undefined;
    if (isOurs) return [];
    throw thrown;
  }
}

function readRecordFile(path: string): AttachRecord | null {
  try {
    return parseRecord(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const isMissing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    // Something else under that name: the next attachment writes over it.
    if (isMissing || thrown instanceof FramelatchError) return null;
    throw thrown;
  }
}

/** @throws FramelatchError `mapping-denied`: it is somebody else's */
function folder(): string {
  if (process.platform !== 'win32') return socketFolder();
  const own = join(tmpdir(), 'framelatch');
  mkdirSync(own, { recursive: true });
  return own;
}
