import { setTimeout as sleep } from 'node:timers/promises';

import { FramelatchError } from '../protocol/errors';
import type { MutexState, Producer } from '../protocol/source';
import { dispose } from './dispose';
import { attempt, rawAddon, translated } from './raw-addon';
import type { RawEvent, RawFileLock, RawMutex, RawRegion } from './types';

/*
 * Named objects as Windows has them, the same elsewhere (docs/posix-objects.md). Nothing waits on the JavaScript thread: a
 * wait is a try every few milliseconds. Each is closed by `close()` or by `using`; whoever created one takes its name along.
 * Errors carry the system's own code beside ours: `mapping-missing` 2 (ENOENT), `mapping-denied` 5 (EACCES), `usage` 87
 * (EINVAL), `mapping-exists` 183 (EEXIST).
 */

const pollMs = 2;

export interface WaitOptions {
  /** Milliseconds; for ever by default. */
  readonly timeoutMs?: number;
  /** Ends the wait: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Tries until `attempt` gives something, the time is over (undefined) or the signal fires (rejects). */
async function poll<T>(tryOnce: () => T | undefined, options: WaitOptions): Promise<T | undefined> {
  const { timeoutMs = Infinity, signal } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const result = tryOnce();
    if (result !== undefined || performance.now() >= deadline) return result;
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
}

export interface RegionView {
  /** Bytes before the view; 0 by default. */
  readonly offset?: number;
  /** Bytes of the view; 0 = all that follow. */
  readonly length?: number;
}

/** A mapping: named memory that processes share. */
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

/** What a try at a mutex found; `abandoned` = owned, and whoever had it before died holding it. */
export type MutexResult = 'busy' | 'owned' | 'abandoned';

/** A mutex. Lock and unlock it on one thread: Windows asks for that. */
export class NamedMutex implements Disposable {
  readonly name: string;
  readonly #raw: RawMutex;

  private constructor(name: string, access: 'create' | 'inherit' | 'open') {
    this.name = name;
    this.#raw = attempt(`${access} mutex`, name, () => {
      const { NamedMutex: Raw } = rawAddon();
      return new Raw({ name, access });
    });
  }

  /**
   * @param options `existing: 'inherit'` takes what a dead process left under that name (elsewhere than on Windows names outlive
   * their processes); one that a living process keeps is refused all the same
   * @throws FramelatchError `mapping-exists`, `mutex-denied`, `no-space`, `name-invalid`
   */
  static create(name: string, options: { readonly existing?: 'inherit' | 'fail' } = {}): NamedMutex {
    try {
      return new NamedMutex(name, 'create');
    } catch (thrown) {
      const exists = thrown instanceof FramelatchError && thrown.code === 'mapping-exists';
      if (!exists || options.existing !== 'inherit' || NamedMutex.isKept(name)) throw thrown;
      return NamedMutex.inherit(name);
    }
  }

  /**
   * What a dead process left behind: it goes with this, if this has it locked by then.
   * @throws FramelatchError `mutex-missing`, `mutex-denied`, `mutex-invalid`, `name-invalid`
   */
  static inherit(name: string): NamedMutex {
    return new NamedMutex(name, 'inherit');
  }

  /** @throws FramelatchError `mutex-missing`, `mutex-denied`, `mutex-invalid`, `name-invalid` */
  static open(name: string): NamedMutex {
    return new NamedMutex(name, 'open');
  }

  /** How it is now, without acquiring it: who holds it, or that whoever held it died. */
  static look(name: string): MutexState {
    return rawAddon().lookAtMutex(name);
  }

  /** Whether a living process keeps it: on Windows whether it is there, elsewhere whether it is locked. Acquires nothing. */
  static isKept(name: string): boolean {
    return rawAddon().isMutexKept(name);
  }

  /** Who keeps it; `null` where that cannot be told. Slow on Windows. */
  static findKeeper(name: string): Promise<Producer | null> {
    return translated('find who keeps', name, () => rawAddon().findMutexKeeper(name));
  }

  /** False when the name was removed or means another mutex by now. */
  isStillNamed(): boolean {
    return attempt('look up', this.name, () => this.#raw.isStillNamed());
  }

  tryLock(): MutexResult {
    return attempt('lock', this.name, () => this.#raw.tryLock());
  }

  /** Tries until it is owned or the time is over (`busy`). */
  async lock(options: WaitOptions = {}): Promise<MutexResult> {
    const owned = () => {
      const result = this.tryLock();
      return result === 'busy' ? undefined : result;
    };
    return (await poll(owned, options)) ?? 'busy';
  }

  unlock(): void {
    attempt('unlock', this.name, () => this.#raw.unlock());
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }
}

/** An auto-reset event: a signal stays until one wait takes it. */
export class NamedEvent implements Disposable {
  readonly name: string;
  readonly #raw: RawEvent;

  private constructor(name: string, access: 'create' | 'inherit' | 'open') {
    this.name = name;
    this.#raw = attempt(`${access} event`, name, () => {
      const { NamedEvent: Raw } = rawAddon();
      return new Raw({ name, access });
    });
  }

  /** @throws FramelatchError `mapping-exists`, `event-denied`, `no-space`, `name-invalid` */
  static create(name: string): NamedEvent {
    return new NamedEvent(name, 'create');
  }

  /** @throws FramelatchError `event-missing`, `event-denied`, `event-invalid`, `name-invalid` */
  static open(name: string): NamedEvent {
    return new NamedEvent(name, 'open');
  }

  /**
   * One that is there: its name goes with this, as if this had made it.
   * @throws FramelatchError `event-missing`, `event-denied`, `event-invalid`, `name-invalid`
   */
  static inherit(name: string): NamedEvent {
    return new NamedEvent(name, 'inherit');
  }

  signal(): void {
    attempt('signal', this.name, () => this.#raw.signal());
  }

  /** Whether it was signalled; it is not any more then. */
  tryTake(): boolean {
    return attempt('wait for', this.name, () => this.#raw.tryTake());
  }

  /** Takes a signal; false when the time is over. */
  async wait(options: WaitOptions = {}): Promise<boolean> {
    return (await poll(() => this.tryTake() || undefined, options)) ?? false;
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }
}

/** Many readers or one writer, by a file; freed by the system when its owner dies (docs/layouts.md). */
export class ReadWriteFileLock implements Disposable {
  readonly name: string;
  readonly #raw: RawFileLock;

  /**
   * @param name the lock file's name: `ShareMemoryLockedFile-<block>.mdb`
   * @param folder where it is; by default where the producers of this system keep theirs
   * @throws FramelatchError `name-invalid`
   */
  constructor(name: string, folder = '') {
    this.name = name;
    this.#raw = attempt('open lock', name, () => {
      const { ReadWriteFileLock: Raw } = rawAddon();
      return new Raw({ name, folder });
    });
  }

  /** `missing`: a reader found no lock file, so nobody has ever locked it. @throws FramelatchError `lock-denied` */
  tryLock(kind: 'shared' | 'exclusive'): 'busy' | 'owned' | 'missing' {
    return attempt('lock', this.name, () => this.#raw.tryLock(kind));
  }

  /** Tries until it is owned (or there is none to own), or the time is over (`busy`). @throws FramelatchError `lock-denied` */
  async lock(kind: 'shared' | 'exclusive', options: WaitOptions = {}): Promise<'busy' | 'owned' | 'missing'> {
    const owned = () => {
      const result = this.tryLock(kind);
      return result === 'busy' ? undefined : result;
    };
    return (await poll(owned, options)) ?? 'busy';
  }

  unlock(): void {
    attempt('unlock', this.name, () => this.#raw.unlock());
  }

  close(): void {
    this.unlock();
  }

  [dispose](): void {
    this.close();
  }
}
