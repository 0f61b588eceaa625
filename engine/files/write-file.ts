import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  write as writeWithCallback,
  writeSync,
  type Stats,
} from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { unwritable } from './unwritable';
import { writeTargetOf } from './write-target';

export interface WriteOptions {
  /** Permissions of a new file, before the umask; one that is replaced passes its own on. 0o666 by default. */
  readonly mode?: number;
}

const write = promisify(writeWithCallback);
const retryMs = 2;
/* Not created: what is no file stands there already. A terminal that is written to does not become ours. */
const straight = constants.O_WRONLY | (constants.O_NOCTTY ?? 0);

/**
 * Writes a file whole or not at all: under another name beside it, flushed to the disk, then put in its place. Through a
 * link it is the link's target that is replaced. A device, a FIFO or what stands behind `/dev/stdout` is written into and
 * stays what it is; opening a FIFO waits for its reader.
 * @throws FramelatchError `file-unwritable`; nothing is left behind
 */
export async function writeFileWhole(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<void> {
  try {
    const target = writeTargetOf(path);
    if (target.kind === 'descriptor') await writeDescriptor(target.descriptor, bytes);
    else if (target.kind === 'straight') await writeInto(await open(target.path, straight), bytes);
    else await replace(target.path, target.replaced, bytes, options);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/** The same at once, for what must be kept before a process ends. @throws FramelatchError `file-unwritable` */
export function writeFileWholeSync(path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  try {
    const target = writeTargetOf(path);
    if (target.kind === 'descriptor') writeAll(target.descriptor, bytes);
    else if (target.kind === 'straight') closeAfter(openSync(target.path, straight), (file) => writeAll(file, bytes));
    else replaceSync(target.path, target.replaced, bytes, options);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/** Writes all of it into an open descriptor, which may be a pipe that takes no more just now. @throws NodeJS.ErrnoException */
export async function writeDescriptor(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength;) {
    try {
      written += (await write(descriptor, bytes, written)).bytesWritten;
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

async function writeInto(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await writeDescriptor(file.fd, bytes);
  } finally {
    await file.close();
  }
}

async function replace(path: string, replaced: Stats | null, bytes: Uint8Array, options: WriteOptions): Promise<void> {
  const partial = partialBeside(path);
  const file = await open(partial, 'wx', modeOf(replaced, options));
  try {
    try {
      await writeDescriptor(file.fd, bytes);
      passOn(file.fd, replaced);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
}

function replaceSync(path: string, replaced: Stats | null, bytes: Uint8Array, options: WriteOptions): void {
  const partial = partialBeside(path);
  const file = openSync(partial, 'wx', modeOf(replaced, options));
  try {
    closeAfter(file, () => {
      writeAll(file, bytes);
      passOn(file, replaced);
      fsyncSync(file);
    });
    renameSync(partial, path);
  } catch (thrown) {
    rmSync(partial, { force: true });
    throw thrown;
  }
}

/** A name of its own for each writer, and short: the file's name may be as long as a name can be. */
function partialBeside(path: string): string {
  return join(dirname(path), `.framelatch-${process.pid}-${randomBytes(6).toString('hex')}.part`);
}

/** What replaces a private file is never readable to others, not for a moment. */
function modeOf(replaced: Stats | null, { mode = 0o666 }: WriteOptions): number {
  return replaced ? 0o600 : mode;
}

/** Gives the new file the permissions and, where this user may, the owner of the one in whose place it comes. */
function passOn(file: number, replaced: Stats | null): void {
  if (!replaced || process.platform === 'win32') return;
  if (replaced.uid !== process.getuid?.() || replaced.gid !== process.getgid?.()) {
    try {
      fchownSync(file, replaced.uid, replaced.gid);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') throw thrown;
    }
  }
  fchmodSync(file, replaced.mode & 0o777);
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

function closeAfter(descriptor: number, body: (descriptor: number) => void): void {
  try {
    body(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isBusy(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException).code === 'EAGAIN';
}
