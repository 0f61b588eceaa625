import { setTimeout as sleep } from 'node:timers/promises';

import { FramelatchError } from '../protocol/errors';
import type { MutexState, Producer } from '../protocol/source';
import { dispose } from './dispose';
import { attempt, rawAddon, translated } from './raw-addon';
import type { RawEvent, RawFileLock, RawMutex } from './primitive-types';

/*
 * Named mutexes and events as Windows has them, the same elsewhere (docs/posix-objects.md), and a lock by a file. Nothing waits
 * on the JavaScript thread: a wait is a try every few milliseconds. Each is closed by `close()` or by `using`; whoever created
 * one takes its name along. Errors carry the system's own code beside ours.
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
