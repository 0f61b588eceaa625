import { dispose, MessagePipe, NamedEvent, NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { Producer } from '../../protocol/source';
import { ownCommand, startGuard } from './guard';
import { hookObjects, readRequest, writeRequest } from './hook-objects';
import { HookLog } from './hook-log';
import { signal, undoRequest, type AttachRecord } from './undo';

const lookMs = 10;

export interface AttachOptions {
  /** Captures a second at most; every present by default. */
  readonly fps?: number;
  /** `Local\\` or nothing, as the hook info's name has it. */
  readonly prefix?: string;
  /** How this program runs its own commands; found out by default. */
  readonly command?: readonly string[];
  /** A line of the hook's log, the hook's readiness, or its end. */
  readonly onChange?: () => void;
}

/**
 * The part of the capturing application for a hook that is already loaded in a process: keeps its keep-alive, serves its log pipe,
 * asks it for frames in shared memory. Nothing is injected. Whatever ends it, the hook is left as it was.
 */
export class Attachment implements Disposable {
  readonly pid: number;
  readonly log: HookLog;
  readonly #record: AttachRecord;
  readonly #keepAlive: NamedMutex;
  readonly #pipe: MessagePipe;
  readonly #ready: NamedEvent;
  readonly #info: SharedRegion;
  readonly #onChange: () => void;
  readonly #timer: NodeJS.Timeout;
  #capturing = false;
  #ended = false;

  private constructor(parts: Parts, options: AttachOptions) {
    this.pid = parts.record.pid;
    this.#record = parts.record;
    this.#keepAlive = parts.keepAlive;
    this.#pipe = parts.pipe;
    this.#ready = parts.ready;
    this.#info = parts.info;
    this.log = new HookLog(this.#pipe);
    this.#onChange = options.onChange ?? (() => {});
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /**
   * @throws FramelatchError `mapping-missing` (no hook is loaded there), `hook-taken` (another capturing application has it; the
   * reason says who), `event-missing`, `mapping-denied`, `mutex-denied`, `pipe-denied`, `internal` (nobody could stand by)
   */
  static async start(pid: number, options: AttachOptions = {}): Promise<Attachment> {
    const prefix = options.prefix ?? '';
    const names = hookObjects(pid, prefix);
    const held: Disposable[] = [];
    const hold = <T extends Disposable>(object: T): T => (held.push(object), object);
    try {
      const info = hold(openInfo(pid, names.info));
      const ready = hold(NamedEvent.open(names.ready));
      const keepAlive = hold(await takeKeepAlive(pid, names.keepAlive));
      const pipe = hold(listen(pid, names.pipe));
      const frameInterval = options.fps === undefined ? 0 : Math.round(1e9 / options.fps);
      const record = { pid, prefix, before: readRequest(info), wrote: { frameInterval, forceShmem: 1 } };
      await startGuard(record, options.command ?? ownCommand());
      writeRequest(names.info, record.wrote);
      // A hook that waits to be asked takes the one, a hook that somebody asked before takes the other.
      signal(names.restart);
      signal(names.initialize);
      return new Attachment({ record, info, ready, keepAlive, pipe }, options);
    } catch (thrown) {
      for (const object of held.reverse()) object[dispose]();
      throw thrown;
    }
  }

  /** Whether the hook said that it captures. */
  get capturing(): boolean {
    return this.#capturing;
  }

  /** The hook took its objects away, or {@link close} was called. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Puts everything back. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#timer);
    undoRequest(this.#record);
    this.log.read();
    for (const object of [this.#pipe, this.#ready, this.#info, this.#keepAlive]) object.close();
  }

  [dispose](): void {
    this.close();
  }

  #look(): void {
    const hasLines = this.log.read();
    const isReady = this.#ready.tryTake();
    if (isReady) this.#capturing = true;
    const isGone = !this.#info.isStillNamed();
    if (isGone) this.close();
    if (hasLines || isReady || isGone) this.#onChange();
  }
}

interface Parts {
  readonly record: AttachRecord;
  readonly info: SharedRegion;
  readonly ready: NamedEvent;
  readonly keepAlive: NamedMutex;
  readonly pipe: MessagePipe;
}

function openInfo(pid: number, name: string): SharedRegion {
  try {
    return SharedRegion.open(name);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-missing') throw thrown;
    throw new FramelatchError({
      ...thrown,
      code: 'mapping-missing',
      operation: 'attach to hook of process',
      target: String(pid),
      reason: `no hook is loaded there: no mapping ${name} exists`,
      next: 'Framelatch injects nothing: load the hook into that process first, or pick a number from `framelatch list`.',
    });
  }
}

async function takeKeepAlive(pid: number, name: string): Promise<NamedMutex> {
  try {
    const mutex = NamedMutex.create(name, { existing: 'inherit' });
    // A leftover may be taken, or removed, by another one at the same moment.
    if (mutex.tryLock() !== 'busy' && mutex.isStillNamed()) return mutex;
    mutex.close();
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-exists') throw thrown;
  }
  throw taken(pid, `${whoIs(await NamedMutex.findKeeper(name))} holds ${name}`);
}

function listen(pid: number, path: string): MessagePipe {
  try {
    return new MessagePipe(path);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'pipe-taken') throw thrown;
    throw taken(pid, `another process serves the hook’s log pipe, ${path}`);
  }
}

function whoIs(keeper: Producer | null): string {
  return keeper ? `${keeper.name} (process ${keeper.pid})` : 'another capturing application';
}

function taken(pid: number, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'hook-taken',
    operation: 'attach to hook of process',
    target: String(pid),
    reason,
    next: 'A hook has one capturing application: end its capture first. Watching its frames needs no attaching.',
  });
}
