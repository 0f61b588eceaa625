import { once } from 'node:events';
import type { TestContext } from 'node:test';

import {
  loadNative,
  type ReaderFrame,
  type ReaderStatus,
  type SourceReader,
  type SourceWriter,
} from '../../native/index';
import { atEnd } from '../support/cleanup';

export const width = 64;
export const height = 48;
export const frameBytes = width * height * 4;

export function writer(context: TestContext, id: number): SourceWriter {
  const created = loadNative().openWriter({ id, width, height });
  atEnd(context, () => created.close());
  return created;
}

/** A whole frame of one stored byte. */
export function plain(value: number): Uint8Array {
  return new Uint8Array(frameBytes).fill(value);
}

/** A reader whose frames and statuses a test waits for. */
export class Watched {
  readonly reader: SourceReader;
  readonly frames: ReaderFrame[] = [];
  readonly statuses: ReaderStatus[] = [];
  readonly #told = new EventTarget();

  constructor(context: TestContext, name: string) {
    this.reader = loadNative().openReader(
      { name },
      { onFrame: (frame) => this.#note(this.frames, frame), onStatus: (status) => this.#note(this.statuses, status) },
    );
    atEnd(context, () => this.reader.close());
  }

  #note<T>(list: T[], item: T): void {
    list.push(item);
    this.#told.dispatchEvent(new Event('told'));
  }

  /** Resolves when `isThere` holds; looks again whenever the reader tells something. */
  async until(isThere: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(60_000);
    while (!isThere()) await once(this.#told, 'told', { signal });
  }
}
