import { ringHeaderBytes, ringSlots, ringSlotBytes, ringTokenBytes, type StreamToSender } from '../../protocol/stream';

const prefix = 'ring-';
const lockName = 'framelatch-ring';

/** The reading end of a frame ring: a file of the origin private file system that the sender has mapped. */
export interface Ring {
  readonly offer: Extract<StreamToSender, { kind: 'ring' }>;
  /** Reads a slot's bytes from byte `from` on into a buffer; the reason why not, or null. */
  read(slot: number, target: Uint8ClampedArray, from: number): string | null;
  close(): Promise<void>;
}

/** What TypeScript's window library lacks: these exist in workers only. Some are asynchronous in Chrome 108. */
export interface SyncAccessHandle {
  read(buffer: ArrayBufferView, options: { at: number }): number;
  write(buffer: ArrayBufferView, options: { at: number }): number;
  truncate(size: number): void | Promise<void>;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

/**
 * Makes a ring with slots for frames of `frameBytes`.
 * @throws when there is no origin private file system here, or no space
 */
export async function createRing(frameBytes: number): Promise<Ring> {
  const folder = await navigator.storage.getDirectory();
  const name = prefix + crypto.randomUUID();
  // One worker at a time: between making a file and opening it, another's sweep would take it for a stale one.
  const handle = await navigator.locks.request(lockName, async () => {
    await sweep(folder);
    return openFile(folder, name);
  });
  const remove = async () => {
    await handle.close();
    // Where the sender has it mapped still (Windows) this fails, and a later sweep removes it.
    await folder.removeEntry(name).catch(() => {});
  };
  try {
    return await prepareRing(handle, frameBytes, remove);
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

/** Sizes the file and puts the token at its start, by which the sender finds it. */
export async function prepareRing(
  handle: SyncAccessHandle,
  frameBytes: number,
  close: () => Promise<void>,
): Promise<Ring> {
  const slotBytes = ringSlotBytes(frameBytes);
  const fileBytes = ringHeaderBytes + ringSlots * slotBytes;
  const token = crypto.getRandomValues(new Uint8Array(ringTokenBytes));
  await handle.truncate(fileBytes);
  handle.write(token, { at: 0 });
  await handle.flush();
  return {
    offer: { kind: 'ring', token: hex(token), fileBytes, slotBytes },
    read: (slot, target, from) => {
      if (!Number.isInteger(slot) || slot < 0 || slot >= ringSlots) return `found slot ${slot} of ${ringSlots}`;
      const end = from + target.byteLength;
      if (end > slotBytes) return `found ${end} bytes in a slot of ${slotBytes}`;
      const bytes = handle.read(target, { at: ringHeaderBytes + slot * slotBytes + from });
      return bytes === target.byteLength ? null : `read ${bytes} bytes of the ring, expected ${target.byteLength}`;
    },
    close,
  };
}

async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<SyncAccessHandle> {
  const file = await folder.getFileHandle(name, { create: true });
  return (file as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle> }).createSyncAccessHandle();
}

/** Files of workers that died. One that a living worker has open cannot be removed, so it is spared. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  const entries = folder as unknown as { keys(): AsyncIterable<string> };
  for await (const name of entries.keys()) {
    if (name.startsWith(prefix)) await folder.removeEntry(name).catch(() => {});
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
