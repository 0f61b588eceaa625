import { setTimeout as sleep } from 'node:timers/promises';

import { loadNative, type ReaderFrame, type ReaderStatus, type SourceReader } from '../../native/index';

const slotBytes = 640 * 360 * 4;

export interface SeenFrame {
  readonly header: ReaderFrame['header'];
  /** The first pixel, as RGBA. */
  readonly pixel: readonly number[];
}

/** A reader that remembers what it was told. */
export class Watcher {
  readonly frames: SeenFrame[] = [];
  readonly statuses: ReaderStatus[] = [];
  readonly reader: SourceReader;

  constructor(name: string) {
    const buffers = [new ArrayBuffer(slotBytes), new ArrayBuffer(slotBytes)];
    this.reader = loadNative().openReader(
      { name, alpha: 'stored' },
      {
        onFrame: ({ slot, header }) => {
          this.frames.push({ header, pixel: [...new Uint8Array(buffers[slot] ?? new ArrayBuffer(0), 0, 4)] });
          this.reader.release(slot);
        },
        onStatus: (status) => void this.statuses.push(status),
      },
    );
    this.reader.useBuffers(buffers);
  }

  status(): ReaderStatus {
    return this.reader.status();
  }

  /** Waits until the condition holds; fails with what was seen last. */
  async until(what: string, condition: () => boolean, timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > deadline) {
        const last = JSON.stringify(this.status(), (_, value: unknown) =>
          typeof value === 'bigint' ? `${value}` : value,
        );
        throw new Error(`Not within ${timeoutMs} ms: ${what}. Frames: ${this.frames.length}; status: ${last}`);
      }
      await sleep(10);
    }
  }

  /** Waits for that many frames from now on. */
  async untilFrames(count: number): Promise<readonly SeenFrame[]> {
    const from = this.frames.length;
    await this.until(`${count} more frames`, () => this.frames.length >= from + count);
    return this.frames.slice(from);
  }

  async untilPhase(phase: ReaderStatus['phase']): Promise<void> {
    await this.until(`phase ${phase}`, () => this.status().phase === phase);
  }

  close(): void {
    this.reader.close();
  }
}
