import { ringHeaderBytes, ringSlots, ringSlotBytes, ringTokenBytes, type StreamToSender } from '../../protocol/stream';

const prefix = 'ring-';

/** The reading end of a frame ring: a file of the origin private file system that the sender has mapped. */
export interface Ring {
  readonly offer: Extract<StreamToSender, { kind: 'ring' }>;
  /** Reads a slot's first bytes into a buffer; false when the file gave fewer. */
  read(slot: number, target: Uint8ClampedArray): boolean;
  close(): Promise<void>;
}

/** Types that TypeScript's worker library has under other names. */
interface SyncAccessHandle {
  read(buffer: ArrayBufferView, options: { at: number }): number;
  write(buffer: ArrayBufferView, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/**
 * Makes a ring with slots for frames of `frameBytes`.
 * @throws when there is no origin private file system here, or no space
 */
export async function createRing(frameBytes: number): Promise<Ring> {
  const folder = await navigator.storage.getDirectory();
  await sweep(folder);
  const name = prefix + crypto.randomUUID();
  const file = await folder.getFileHandle(name, { create: true });
  const handle = await (
    file as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle> }
  ).createSyncAccessHandle();
  const slotBytes = ringSlotBytes(frameBytes);
  const fileBytes = ringHeaderBytes + ringSlots * slotBytes;
  const token = crypto.getRandomValues(new Uint8Array(ringTokenBytes));
  // Asynchronous in Chrome 108, synchronous since.
  await handle.truncate(fileBytes);
  handle.write(token, { at: 0 });
  await handle.flush();
  return {
    offer: { kind: 'ring', token: hex(token), fileBytes, slotBytes },
    read: (slot, target) => handle.read(target, { at: ringHeaderBytes + slot * slotBytes }) === target.byteLength,
    close: async () => {
      await handle.close();
      // Swept at the next start if the sender still has it open.
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Files of workers that died. One that a living worker has open cannot be removed, so it is spared. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  const entries = folder as unknown as { keys(): AsyncIterable<string> };
  for await (const name of entries.keys()) {
    if (name.startsWith(prefix)) await folder.removeEntry(name).catch(() => {});
  }
}
