import { dispose, NamedEvent, NamedMutex, SharedRegion, type WaitOptions } from '../native/index';
import { FramelatchError } from '../protocol/errors';
import type { Sink } from '../protocol/struct-type';
import {
  decodeTask,
  taskAt,
  taskHeaderBytes,
  taskMagic,
  taskReasonBytes,
  taskVersion,
  type TaskStatus,
} from '../protocol/task';

/*
 * One process gives work to another through shared memory and learns how it goes: progress, done, failed, or that the other
 * side died. A task is a region with a small header (docs/layouts.md), two events, and two mutexes that each side holds as long
 * as it lives: the system gives them up with their owner, so a death is told from silence, whatever number the process had.
 */

/** The mutex that a side holds as long as it lives. */
export function taskMutexName(name: string, side: 'owner' | 'worker'): string {
  return `${name}.${side}`;
}

const eventName = { requested: '.requested', finished: '.finished' } as const;
const lookMs = 20;

export type TaskOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** It ended without saying how; `progress` is the last that it wrote, 0 to 1. */
  | { readonly kind: 'peer-died'; readonly reason: string; readonly progress: number };

export interface TaskWait extends WaitOptions {
  readonly onProgress?: (progress: number) => void;
  readonly comeWithinMs?: number;
}

/** What both sides do with the region. */
abstract class TaskSide implements Disposable {
  readonly name: string;
  protected readonly region: SharedRegion;
  readonly #life: NamedMutex;

  protected constructor(name: string, region: SharedRegion, life: NamedMutex) {
    this.name = name;
    this.region = region;
    this.#life = life;
    if (life.tryLock() === 'busy') {
      life.close();
      region.close();
      throw new FramelatchError({
        code: 'lock-busy',
        operation: 'take part in task',
        target: name,
        reason: 'another process has that part already',
        next: 'End it, or use another name.',
      });
    }
  }

  get status(): TaskStatus {
    return decodeTask(this.region.read(0, taskHeaderBytes));
  }

  /** The bytes that are handed over. */
  readPayload(): Uint8Array {
    return this.region.read(taskHeaderBytes);
  }

  /** @throws FramelatchError `mapping-too-small` */
  writePayload(bytes: Uint8Array, offset = 0): void {
    this.region.write(bytes, taskHeaderBytes + offset);
  }

  /** For an encoder: a struct is written straight into the payload. */
  get payload(): Sink {
    return { write: (bytes, offset) => this.writePayload(bytes, offset) };
  }

  close(): void {
    this.#life.close();
    this.region.close();
  }

  [dispose](): void {
    this.close();
  }
}

function isAlive(name: string): boolean {
  return NamedMutex.look(name).state === 'held';
}

/** The side that gives the work. */
export class Task extends TaskSide {
  readonly #requested: NamedEvent;
  readonly #finished: NamedEvent;
  readonly #workerMutex: NamedMutex;

  private constructor(name: string, payloadBytes: number) {
    const life = NamedMutex.create(taskMutexName(name, 'owner'));
    super(name, SharedRegion.create(name, taskHeaderBytes + payloadBytes), life);
    this.#workerMutex = NamedMutex.create(taskMutexName(name, 'worker'));
    this.#requested = NamedEvent.create(`${name}${eventName.requested}`);
    this.#finished = NamedEvent.create(`${name}${eventName.finished}`);
    this.region.storeWord(taskAt.version, taskVersion);
    this.region.storeWord(taskAt.owner, process.pid);
    this.region.storeWord(taskAt.payload, payloadBytes);
    this.region.storeWord(taskAt.magic, taskMagic);
  }

  /**
   * @param payloadBytes what the payload may hold
   * @throws FramelatchError `mapping-exists`, `no-space`, `name-invalid`
   */
  static create(name: string, payloadBytes: number): Task {
    return new Task(name, payloadBytes);
  }

  /** Wakes the worker: the payload is its work. */
  request(): void {
    this.region.storeWord(taskAt.state, 0);
    this.region.storeWord(taskAt.progress, 0);
    this.region.storeWord(taskAt.requests, this.status.requests + 1);
    this.#requested.signal();
  }

  /**
   * How the work ended. A worker that came and died is told so, and one that does not come at all.
   * @param options `onProgress` is called with 0 to 1 whenever it changed; `comeWithinMs`: how long a worker may take to
   * take part, 10 s by default
   * @throws FramelatchError `task-unfinished` when the time is over first
   */
  async finished(options: TaskWait = {}): Promise<TaskOutcome> {
    const { timeoutMs = Infinity, comeWithinMs = 10_000, signal, onProgress } = options;
    const started = performance.now();
    let told = -1;
    for (;;) {
      // The order matters: a worker that comes takes its mutex before it stores its number, and one that dies has stored how it
      // ended before.
      const hadCome = this.status.worker !== 0;
      const alive = isAlive(taskMutexName(this.name, 'worker'));
      const status = this.status;
      if (status.progress !== told) onProgress?.((told = status.progress));
      if (status.state === 'done') return { kind: 'done' };
      if (status.state === 'failed') return { kind: 'failed', reason: status.reason };
      if (hadCome && !alive) return died(status);
      const waited = performance.now() - started;
      if (status.worker === 0 && waited >= comeWithinMs) return neverCame(comeWithinMs);
      if (waited >= timeoutMs) throw tooLate(this.name, timeoutMs, status);
      await this.#finished.wait({ timeoutMs: lookMs, ...(signal ? { signal } : {}) });
    }
  }

  override close(): void {
    this.#requested.close();
    this.#finished.close();
    this.#workerMutex.close();
    super.close();
  }
}

/** The side that does the work. */
export class TaskWorker extends TaskSide {
  readonly #requested: NamedEvent;
  readonly #finished: NamedEvent;

  private constructor(name: string) {
    super(name, openTask(name), NamedMutex.open(taskMutexName(name, 'worker')));
    this.#requested = NamedEvent.open(`${name}${eventName.requested}`);
    this.#finished = NamedEvent.open(`${name}${eventName.finished}`);
    this.region.storeWord(taskAt.worker, process.pid);
  }

  /** @throws FramelatchError `mapping-missing`, `layout-mismatch` (no task), `lock-busy` (it has a worker) */
  static open(name: string): TaskWorker {
    return new TaskWorker(name);
  }

  /** Whether whoever gave the work lives: a region alone does not tell. */
  get ownerIsAlive(): boolean {
    return isAlive(taskMutexName(this.name, 'owner'));
  }

  /** Waits for work; false when the time is over. */
  requested(options: WaitOptions = {}): Promise<boolean> {
    return this.#requested.wait(options);
  }

  /** @param progress 0 to 1 */
  report(progress: number): void {
    this.region.storeWord(taskAt.state, 1);
    this.region.storeWord(taskAt.progress, Math.round(Math.max(0, Math.min(1, progress)) * 1000));
  }

  done(): void {
    this.region.storeWord(taskAt.progress, 1000);
    this.#end(2);
  }

  /** @param reason for a person; what is longer than 447 bytes of UTF-8 is cut, and ends in an ellipsis */
  fail(reason: string): void {
    const bytes = new TextEncoder().encode(reason);
    const fits = bytes.length < taskReasonBytes;
    const room = new TextDecoder().decode(bytes.subarray(0, taskReasonBytes - 8)).replace(/\uFFFD+$/, '');
    const padded = new Uint8Array(taskReasonBytes);
    padded.set(fits ? bytes : new TextEncoder().encode(`${room}…`));
    this.region.write(padded, taskAt.reason);
    this.#end(3);
  }

  override close(): void {
    this.#requested.close();
    this.#finished.close();
    super.close();
  }

  #end(state: number): void {
    this.region.storeWord(taskAt.state, state);
    this.#finished.signal();
  }
}

function openTask(name: string): SharedRegion {
  const region = SharedRegion.open(name, { access: 'write' });
  try {
    decodeTask(region.read(0, Math.min(region.size, taskHeaderBytes)));
    return region;
  } catch (thrown) {
    region.close();
    throw thrown;
  }
}

function died({ worker, progress }: TaskStatus): TaskOutcome {
  const reason = `process ${worker} ended without finishing, at ${Math.round(progress * 100)} %`;
  return { kind: 'peer-died', reason, progress };
}

function neverCame(comeWithinMs: number): TaskOutcome {
  return { kind: 'peer-died', reason: `no worker took part within ${comeWithinMs} ms`, progress: 0 };
}

function tooLate(name: string, timeoutMs: number, { progress }: TaskStatus): FramelatchError {
  return new FramelatchError({
    code: 'task-unfinished',
    operation: 'wait for task',
    target: name,
    reason: `it did not end within ${timeoutMs} ms, at ${Math.round(progress * 100)} %`,
    next: 'Wait longer, or look at what its worker does.',
  });
}
