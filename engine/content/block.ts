import { CheckedBlockReader, type BlockContent } from '../../native/index';
import type { BlockReport, TextEncoding } from '../../protocol/content';
import type { Producer } from '../../protocol/source';
import { readText } from './encoding';

export interface BlockOptions {
  /** Guessed where it is not given. */
  readonly encoding?: TextEncoding;
  /** Where the block's lock file is. */
  readonly lockFolder?: string;
}

/** A checked block that is followed: opened anew when its name means another. */
export class BlockSource {
  readonly #name: string;
  readonly #options: BlockOptions;
  #reader: CheckedBlockReader | null = null;
  #bytes: Uint8Array | null = null;
  #last: BlockReport | null = null;

  constructor(name: string, options: BlockOptions) {
    this.#name = name;
    this.#options = options;
  }

  /**
   * `null` while nothing changed.
   * @throws FramelatchError as the native reader does
   */
  async read(producer: Producer | null): Promise<BlockReport | null> {
    const isGone = this.#reader?.isStillNamed() === false;
    this.#reader ??= new CheckedBlockReader(this.#name, this.#options.lockFolder);
    // What was written last before its name went is still held.
    const last = this.#note(await this.#reader.read(), producer);
    if (!isGone) return last;
    this.close();
    if (last) return last;
    this.#reader = new CheckedBlockReader(this.#name, this.#options.lockFolder);
    return this.#note(await this.#reader.read(), producer);
  }

  #note(content: BlockContent | null, producer: Producer | null): BlockReport | null {
    const before = this.#last;
    if (!content) {
      // What is held is as it was; who wrote it may have died.
      if (!before || JSON.stringify(before.producer) === JSON.stringify(producer)) return null;
      return (this.#last = { ...before, producer });
    }
    // While a writer keeps the lock, what was read before stays: the lock says that it may be old.
    const isHeld = content.lock === 'held-by-writer';
    const now = isHeld && before ? { ...before, lock: content.lock, producer } : this.#report(content, producer);
    if (!isHeld) this.#bytes = content.bytes;
    this.#last = now;
    return JSON.stringify(now) === JSON.stringify(before) ? null : now;
  }

  get bytes(): Uint8Array | null {
    return this.#bytes;
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  #report({ bytes, maximum, crcGood, lock }: BlockContent, producer: Producer | null): BlockReport {
    return {
      layout: 'checked-block',
      contentSize: bytes.byteLength,
      maximum,
      crcGood,
      cut: maximum > 0 && bytes.byteLength === maximum,
      lock,
      ...readText(bytes, this.#options.encoding),
      producer,
    };
  }
}
