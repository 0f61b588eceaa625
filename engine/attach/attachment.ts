import { setTimeout as sleep } from 'node:timers/promises';

import { dispose, loadNative, MessagePipe, NamedEvent, NamedMutex, SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { Guard, ownCommand } from './guard';
import {
  hasCaptured,
  hasOffsets,
  hasTexture,
  hookObjects,
  readRequest,
  signal,
  takeBack,
  writeRequest,
  type HookId,
} from './hook-objects';
import { HookLog } from './hook-log';
import { diedBefore, notLoaded, taken, takenBy, unknownVersion, unprepared } from './refusals';
import { lifeName, putBack, stopHook, type AttachRecord } from './undo';

const lookMs = 10;
const processLookMs = 1000;
/** Captures a second, unless told otherwise: a hook that copies every present may slow its program down. */
export const defaultFps = 120;
/** How long a hook that still captures for somebody who has gone may take to notice `Stop`: as long as its texture is seen, and else. */
const stopMs = { seen: 5000, unseen: 300 } as const;
/** How long an application that ends may take to let go of the keep-alive. */
const letGoMs = 1000;

let attempts = 0;

export interface AttachOptions {
  /** Captures a second at most, {@link defaultFps} by default; 0 = every present. */
  readonly fps?: number;
  /** Attach to a hook that nobody has told where the graphics functions are: it finds them by itself. */
  readonly withoutOffsets?: boolean;
  /** How this program runs its own commands; found out by default. */
  readonly command?: readonly string[];
  /** A line of the hook's log, the hook's readiness, or its end. */
  readonly onChange?: () => void;
}

interface Parts {
  readonly info: SharedRegion;
  readonly ready: NamedEvent;
  readonly keepAlive: NamedMutex;
  readonly pipe: MessagePipe;
  readonly life: NamedMutex;
}

/**
 * The part of the capturing application for a hook that is already loaded in a process: keeps its keep-alive, serves its log pipe,
 * asks it for frames in shared memory. Nothing is injected. Whatever ends it, the hook is left as it was.
 */
export class Attachment implements Disposable {
  readonly pid: number;
  readonly log: HookLog;
  readonly #record: AttachRecord;
  readonly #parts: Parts;
  readonly #guard: Guard;
  readonly #onChange: () => void;
  readonly #timer: NodeJS.Timeout;
  #capturing = false;
  #ended = false;
  #hasDied = false;
  #nextProcessLook = 0;

  private constructor(record: AttachRecord, parts: Parts, guard: Guard, options: AttachOptions) {
    this.pid = record.hook.pid;
    this.log = new HookLog(parts.pipe);
    this.#record = record;
    this.#parts = parts;
    this.#guard = guard;
    this.#onChange = options.onChange ?? (() => {});
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /**
   * @throws FramelatchError `mapping-missing` (no hook is loaded there), `header-version-unsupported`, `hook-unprepared` (Windows: no
   * offsets), `hook-taken` (another capturing application has it; the reason says who), `event-missing`, `mapping-denied`,
   * `mutex-denied`, `pipe-denied`, `internal` (nobody could stand by)
   */
  static async start(hook: HookId, options: AttachOptions = {}): Promise<Attachment> {
    const { pid } = hook;
    const { fps = defaultFps } = options;
    const names = hookObjects(hook);
    const held: Disposable[] = [];
    const hold = <T extends Disposable>(object: T): T => (held.push(object), object);
    try {
      const info = hold(openInfo(pid, names.info));
      if (info.loadWord(0) > 1) throw unknownVersion(pid, info.loadWord(0));
      if (await hasDied(names.info)) throw diedBefore(pid);
      if (process.platform === 'win32' && !options.withoutOffsets && !hasOffsets(info)) throw unprepared(pid);
      const ready = hold(NamedEvent.open(names.ready));
      const keepAlive = hold(await takeKeepAlive(pid, names.keepAlive));
      const pipe = hold(listen(pid, names.pipe));
      const token = `FramelatchAttach_${process.pid}_${pid}_${(attempts += 1)}`;
      const life = hold(NamedMutex.create(lifeName(token), { existing: 'inherit' }));
      life.tryLock();
      const wrote = { frameInterval: intervalOf(fps), forceShmem: 1 };
      const record = { hook, token, before: readRequest(info), wrote };
      const guard = hold(await Guard.start(record, options.command ?? ownCommand()));
      // Who captured before may have left its readiness behind.
      ready.tryTake();
      writeRequest(names.info, wrote);
      if (hasCaptured(info)) await stopFormer(hook, info);
      // A hook that waits to be asked takes the one, a hook that somebody asked before takes the other.
      signal(names.restart);
      signal(names.initialize);
      return new Attachment(record, { info, ready, keepAlive, pipe, life }, guard, options);
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
    this.log.read();
    const { info, ready, keepAlive, pipe, life } = this.#parts;
    if (ready.tryTake()) this.#capturing = true;
    putBack(this.#record);
    for (const object of [pipe, keepAlive, ready, info]) object.close();
    stopHook(this.#record, this.#capturing);
    this.#guard.dismiss();
    life.close();
  }

  [dispose](): void {
    this.close();
  }

  #look(): void {
    const { ready, info } = this.#parts;
    const hasLines = this.log.read();
    const isReady = ready.tryTake();
    if (isReady) this.#capturing = true;
    const isGone = !info.isStillNamed() || this.#hasDied;
    if (isGone) this.close();
    else this.#lookForProcess();
    if (hasLines || isReady || isGone) this.#onChange();
  }

  #lookForProcess(): void {
    if (performance.now() < this.#nextProcessLook) return;
    this.#nextProcessLook = performance.now() + processLookMs;
    hasDied(hookObjects(this.#record.hook).info).then(
      (died) => (this.#hasDied = died),
      // Its info is gone: the next look sees that.
      () => {},
    );
  }
}

/** Nanoseconds between captures; 0 for every present. */
function intervalOf(fps: number): bigint {
  return fps > 0 ? BigInt(Math.round(Math.min(1e9 / fps, Number.MAX_SAFE_INTEGER))) : 0n;
}

/**
 * Names outlive their processes elsewhere than on Windows: whether the hook's has ended. Where the system does not tell who writes,
 * the names go with it.
 */
async function hasDied(info: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { producer } = await loadNative().inspect({ name: info });
  return !producer?.alive;
}

/** A hook looks for the keep-alive every few seconds only: it may still capture as somebody asked who has gone. */
async function stopFormer(hook: HookId, info: SharedRegion): Promise<void> {
  const { stop } = hookObjects(hook);
  const started = performance.now();
  const isOver = (ms: number) => performance.now() - started >= ms;
  signal(stop);
  // A hook that ended its capture took its texture away; a window's root, which we may not know, names it on Windows.
  const wasSeen = hasTexture(hook, info);
  while (wasSeen ? hasTexture(hook, info) && !isOver(stopMs.seen) : !isOver(stopMs.unseen)) await sleep(lookMs);
  takeBack(stop);
}

function openInfo(pid: number, name: string): SharedRegion {
  try {
    return SharedRegion.open(name);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-missing') throw thrown;
    throw notLoaded(pid, name);
  }
}

async function takeKeepAlive(pid: number, name: string): Promise<NamedMutex> {
  const deadline = performance.now() + letGoMs;
  for (;;) {
    const mutex = tryKeepAlive(name);
    if (mutex) return mutex;
    if (performance.now() >= deadline) throw takenBy(pid, await NamedMutex.findKeeper(name), name);
    await sleep(lookMs);
  }
}

function tryKeepAlive(name: string): NamedMutex | null {
  try {
    const mutex = NamedMutex.create(name, { existing: 'inherit' });
    // A leftover may be taken, or removed, by another one at the same moment.
    if (mutex.tryLock() !== 'busy' && mutex.isStillNamed()) return mutex;
    mutex.close();
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-exists') throw thrown;
  }
  return null;
}

function listen(pid: number, path: string): MessagePipe {
  try {
    return new MessagePipe(path);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'pipe-taken') throw thrown;
    throw taken(pid, `another process serves the hook’s log pipe, ${path}`);
  }
}
