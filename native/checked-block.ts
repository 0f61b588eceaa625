import { dispose } from './dispose';
import { attempt, rawAddon, translated } from './raw-addon';
import type { BlockContent, RawBlockReader, RawBlockWriter } from './primitive-types';

/** Reads a checked block: `ShareMemoryMap-<name>` (docs/layouts.md). */
export class CheckedBlockReader implements Disposable {
  readonly name: string;
  readonly #raw: RawBlockReader;

  /**
   * @param name the mapping's full name
   * @param lockFolder where its lock file is; by default where the producers of this system keep theirs
   * @throws FramelatchError `mapping-missing`, `mapping-denied`, `name-invalid`
   */
  constructor(name: string, lockFolder = '') {
    this.name = name;
    this.#raw = attempt('open mapping', name, () => {
      const { CheckedBlockReader: Raw } = rawAddon();
      return new Raw({ name, lockFolder });
    });
  }

  /**
   * The content, `null` while all is as it was at the last call: the header at every look, lock and CRC a few times a second.
   * While a writer has the lock, or the CRC does not match, it tries again for a quarter of a second, then says what it
   * found. One call at a time.
   * @throws FramelatchError `mapping-too-small`, `header-version-unsupported`, `block-size-invalid`, `content-too-large` (more than
   * 64 MiB), `lock-denied`
   */
  read(): Promise<BlockContent | null> {
    return translated('read', this.name, () => this.#raw.read());
  }

  isStillNamed(): boolean {
    return this.#raw.isStillNamed();
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }
}

/** Writes a checked block. */
export class CheckedBlockWriter implements Disposable {
  readonly mappingName: string;
  readonly #raw: RawBlockWriter;

  /**
   * @param name the block's name; its mapping is `ShareMemoryMap-<name>`
   * @param maximum bytes of content that it may hold
   * @throws FramelatchError `mapping-exists`, `no-space`, `name-invalid`, `usage`
   */
  constructor(name: string, maximum: number, lockFolder = '') {
    this.#raw = attempt('create mapping', name, () => {
      const { CheckedBlockWriter: Raw } = rawAddon();
      return new Raw({ name, maximum, lockFolder });
    });
    this.mappingName = this.#raw.mappingName();
  }

  /** @throws FramelatchError `usage` for content longer than the maximum (it is never cut), `lock-busy`, `lock-denied` */
  write(content: Uint8Array): Promise<void> {
    return translated('write', this.mappingName, () => this.#raw.write(content));
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }
}
