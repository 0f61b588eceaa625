import { FramelatchError } from '../protocol/errors';
import { dispose } from './dispose';
import { attempt, rawAddon } from './raw-addon';
import type { RawRegion } from './primitive-types';

/*
 * Named regions as Windows has them, the same elsewhere (docs/posix-objects.md). Errors carry the system's own code beside
 * ours: `mapping-missing` 2 (ENOENT), `mapping-denied` 5 (EACCES), `usage` 87 (EINVAL), `mapping-exists` 183 (EEXIST).
 */

export interface RegionView {
  /** Bytes before the view; 0 by default. */
  readonly offset?: number;
  /** Bytes of the view; 0 = all that follow. */
  readonly length?: number;
}

/** A mapping: named memory that processes share. Closed by `close()` or by `using`; whoever created it takes its name along. */
export class SharedRegion implements Disposable {
  readonly name: string;
  /** Whether this call made it; false when it was there already. */
  readonly created: boolean;
  readonly #raw: RawRegion;
  readonly #offset: number;
  readonly #length: number;

  private constructor(name: string, created: boolean, raw: RawRegion, { offset = 0, length = 0 }: RegionView) {
    this.name = name;
    this.created = created;
    this.#raw = raw;
    this.#offset = offset;
    const all = raw.size() - offset;
    if (all < 0 || length > all) {
      raw.close();
      throw new FramelatchError({
        code: 'mapping-too-small',
        operation: 'map view of',
        target: name,
        reason: `found ${offset + all} bytes, expected ${length || 'some'} from ${offset} on`,
        next: 'Map a smaller view; 0 maps all that there is.',
      });
    }
    this.#length = length || all;
  }

  /**
   * A new region of `size` zero bytes; it goes when this is closed.
   * @param options `existing: 'open'` takes one that is there already (then `created` is false, and its size is its own)
   * @throws FramelatchError `mapping-exists`, `mapping-denied`, `no-space`, `name-invalid`, `usage`
   */
  static create(name: string, size: number, options: { readonly existing?: 'open' | 'fail' } = {}): SharedRegion {
    try {
      const raw = attempt('create mapping', name, () => {
        const { SharedRegion: Raw } = rawAddon();
        return new Raw({ name, access: 'create', size });
      });
      return new SharedRegion(name, true, raw, {});
    } catch (thrown) {
      const exists = thrown instanceof FramelatchError && thrown.code === 'mapping-exists';
      if (exists && options.existing === 'open') return SharedRegion.open(name, { access: 'write' });
      throw thrown;
    }
  }

  /**
   * A region that exists. A file's absolute path opens the file, for reading.
   * @throws FramelatchError `mapping-missing`, `mapping-denied`, `mapping-too-small` (a view beyond the end), `name-invalid`
   */
  static open(name: string, options: RegionView & { readonly access?: 'read' | 'write' } = {}): SharedRegion {
    const { access = 'read', ...view } = options;
    const raw = attempt('open mapping', name, () => {
      const { SharedRegion: Raw } = rawAddon();
      return new Raw({ name, access });
    });
    return new SharedRegion(name, false, raw, view);
  }

  /** Bytes of the view. Windows rounds a mapping that was opened up to pages. */
  get size(): number {
    return this.#length;
  }

  /** A copy. @throws FramelatchError `mapping-too-small` beyond the end, also when another process made it shorter */
  read(offset = 0, length = this.#length - offset): Uint8Array {
    return this.readInto(new Uint8Array(Math.max(0, length)), offset);
  }

  /** Fills `target`. @throws FramelatchError `mapping-too-small` */
  readInto(target: Uint8Array, offset = 0): Uint8Array {
    const at = this.#at(offset, target.byteLength);
    return attempt('read', this.name, () => this.#raw.read(at, target));
  }

  /** @throws FramelatchError `mapping-too-small`, `mapping-denied` when it was opened for reading */
  write(bytes: Uint8Array, offset = 0): void {
    const at = this.#at(offset, bytes.byteLength);
    attempt('write', this.name, () => this.#raw.write(at, bytes));
  }

  /** The u32 at a multiple of 4, little-endian, with acquire order: what was stored before it is seen. */
  loadWord(offset: number): number {
    const at = this.#at(offset, 4);
    return attempt('read', this.name, () => this.#raw.load(at));
  }

  /** Stores a u32 with release order: whoever loads it sees what was written before. */
  storeWord(offset: number, value: number): void {
    const at = this.#at(offset, 4);
    attempt('write', this.name, () => this.#raw.store(at, value));
  }

  /** False when the name was removed or means another region by now. */
  isStillNamed(): boolean {
    return attempt('look up', this.name, () => this.#raw.isStillNamed());
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }

  #at(offset: number, length: number): number {
    if (Number.isSafeInteger(offset) && offset >= 0 && offset + length <= this.#length) return this.#offset + offset;
    throw new FramelatchError({
      code: 'mapping-too-small',
      operation: 'access',
      target: this.name,
      reason: `found ${this.#length} bytes, expected ${length} from ${offset} on`,
      next: 'Stay within its size.',
    });
  }
}
