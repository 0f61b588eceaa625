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
    if (this.#reader && !this.#reader.isStillNamed()) this.close();
    this.#reader ??= new CheckedBlockReader(this.#name, this.#options.lockFolder);
    const content = await this.#reader.read();
    if (content) {
      this.#bytes = content.bytes;
      this.#last = this.#report(content, producer);
      return this.#last;
    }
    // What is held has not changed; who wrote it may have died.
    if (!this.#last || JSON.stringify(this.#last.producer) === JSON.stringify(producer)) return null;
    this.#last = { ...this.#last, producer };
    return this.#last;
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
