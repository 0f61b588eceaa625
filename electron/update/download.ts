import { createHash, timingSafeEqual } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';

import { writeDescriptor } from '../../engine/files/write-file';
import type { UpdateFile } from './feed';
import { reasonOf, refusal } from './refusals';
import { request, unreachable } from './request';

/** In the order in which they come: never more than the feed says. */
async function* bytesOf(address: URL, file: UpdateFile, signal: AbortSignal): AsyncGenerator<Buffer> {
  const response = await request(address, signal);
  if (!response) throw unreachable(address, 'found no file there');
  const chunks = (response as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let received = 0;
  try {
    for (;;) {
      const next = await chunks.next().catch((thrown: unknown) => {
        throw unreachable(address, reasonOf(thrown));
      });
      if (next.done) break;
      received += next.value.length;
      if (received > file.bytes) throw damaged(address, `found more than ${file.bytes} bytes`);
      yield next.value;
    }
  } finally {
    response.destroy();
  }
  if (received < file.bytes) throw damaged(address, `found ${received} bytes, expected ${file.bytes}`);
}

function damaged(address: URL, reason: string): Error {
  return refusal('update-damaged', 'check', address, reason);
}

/**
 * Fetches a file that a checked feed names into a new one that only this user may read, and flushes it to the disk. It stays
 * only if it is, byte for byte, what was signed.
 * @param path where nothing is yet
 * @param onReceived called with the number of bytes so far
 * @throws FramelatchError `update-unreachable`, `update-damaged`, `update-not-installed`; nothing stays at `path`
 */
export async function download(
  address: URL,
  file: UpdateFile,
  path: string,
  { signal, onReceived }: { readonly signal: AbortSignal; readonly onReceived: (bytes: number) => void },
): Promise<void> {
  const target = await open(path, 'wx', 0o600).catch((thrown: unknown) => {
    throw unwritable(path, thrown);
  });
  try {
    await fill(target, path, address, file, signal, onReceived).finally(() => target.close());
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
}

async function fill(
  target: FileHandle,
  path: string,
  address: URL,
  file: UpdateFile,
  signal: AbortSignal,
  onReceived: (bytes: number) => void,
): Promise<void> {
  const hash = createHash('sha512');
  let received = 0;
  for await (const chunk of bytesOf(address, file, signal)) {
    hash.update(chunk);
    received += chunk.length;
    await writeDescriptor(target.fd, chunk).catch((thrown: unknown) => {
      throw unwritable(path, thrown);
    });
    onReceived(received);
  }
  if (!timingSafeEqual(hash.digest(), file.sha512)) {
    throw damaged(address, 'its SHA-512 is not the one that was signed');
  }
  await target.sync();
}

function unwritable(path: string, thrown: unknown): Error {
  return refusal('update-not-installed', 'write', path, reasonOf(thrown));
}
