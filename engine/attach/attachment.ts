import { dispose, loadNative, NamedEvent, NamedMutex, SharedRegion, type MessagePipe } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { findOffsets, type FindOffsets } from './find-offsets';
import { StopAgain, stopFormer } from './former';
import { ownCommand } from '../own-command';
import { Guard } from './guard';
import { hasCaptured, hookObjects, readMapId, readRequest, signal, writeRequest, type HookId } from './hook-objects';
import { HookLog } from './hook-log';
import { listen, takeKeepAlive } from './keep-alive';
import type { HookOffsets } from './offsets';
import { prepare, type Preparation } from './prepare';
import { lifeName, originalOf, type AttachRecord } from './record';
import { readRecord, writeRecord } from './records';
import { diedBefore, notLoaded, unknownVersion } from './refusals';
import { ifThere, putBack, removeOwnNames, stopHook } from './undo';

const lookMs = 10;
const processLookMs = 1000;
/** Captures a second, unless told otherwise: a hook that copies every present may slow its program down. */
export const defaultFps = 120;
/** How long a hook takes that presents at all; from then on its silence is told. */
export const readyMs = 5000;

let attempts = 0;

export interface AttachOptions {
  /** Captures a second at most, {@link defaultFps} by default; 0 = every present. */
  readonly fps?: number;
  /** Where the graphics functions are, of the user's file; else what stands there, else what is found. */
  readonly offsets?: HookOffsets;
  /** The user was asked: without offsets, Direct3D can never be captured in that process again. */
  readonly acceptLoss?: boolean;
  /** By default the helper program beside the addon. */
  readonly find?: FindOffsets;
  /** How this program runs its own commands; found out by default. */
  readonly command?: readonly string[];
  /** A line of the hook's log, the hook's readiness or its silence, or its end. */
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
 * asks it for frames in shared memory. Nothing is injected. Whatever ends it, the two settings are put back and the hook captures no
 * more; that it has begun once, and the offsets that it was told, stay.
 */
export class Attachment implements Disposable {
  readonly pid: number;
  readonly log: HookLog;
  /** What the hook was told before it began. */
  readonly preparation: Preparation;
  readonly #record: AttachRecord;
  readonly #parts: Parts;
  readonly #guard: Guard;
  readonly #onChange: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #silentAt = performance.now() + readyMs;
  /** Of a hook that may capture for somebody else still. */
  readonly #stopAgain: StopAgain | null;
  #capturing = false;
  #silent = false;
  #ended = false;
  #untouched = false;
  #hasDied = false;
  #nextProcessLook = 0;

  private constructor(
    record: AttachRecord,
    parts: Parts,
    guard: Guard,
    preparation: Preparation,
    onChange: () => void = () => {},
  ) {
    this.pid = record.hook.pid;
    this.log = new HookLog(parts.pipe);
    this.preparation = preparation;
    this.#record = record;
    this.#parts = parts;
    this.#guard = guard;
    this.#onChange = onChange;
    this.#stopAgain = preparation.origin === 'read-before' ? new StopAgain(record.hook) : null;
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /**
   * @throws FramelatchError `mapping-missing` (no hook is loaded there), `header-version-unsupported`, `hook-unprepared` (it would
   * begin without offsets that it needs), `hook-taken` (another capturing application has it; the reason says who), `event-missing`,
   * `mapping-denied`, `mutex-denied`, `pipe-denied`, `internal` (nobody could stand by)
   */
  static async start(hook: HookId, options: AttachOptions = {}): Promise<Attachment> {
    const { pid } = hook;
    const { fps = defaultFps, find = findOffsets, command = ownCommand() } = options;
    const names = hookObjects(hook);
    const held: Disposable[] = [];
    const hold = <T extends Disposable>(object: T): T => (held.push(object), object);
    try {
      const info = hold(openInfo(pid, names.info));
      if (info.loadWord(0) > 1) throw unknownVersion(pid, info.loadWord(0));
      if (await hasDied(names.info)) throw diedBefore(pid);
      const ready = hold(NamedEvent.open(names.ready));
      const keepAlive = hold(await takeKeepAlive(pid, names.keepAlive));
      const { offsets: given, acceptLoss = false } = options;
      const preparation = await prepare(hook, info, { ...(given ? { given } : {}), acceptLoss, find });
      const pipe = hold(listen(pid, names.pipe));
      const token = `FramelatchAttach_${process.pid}_${pid}_${(attempts += 1)}`;
      const life = hold(NamedMutex.create(lifeName({ token }), { existing: 'inherit' }));
      life.tryLock();
      const wrote = { frameInterval: intervalOf(fps), forceShmem: 1 };
      const mapId = readMapId(info);
      const left = readRecord(hook);
      const before = originalOf(readRequest(info), mapId, left);
      const record: AttachRecord = { hook, token, mapId, before, wrote };
      writeRecord(record);
      // Nobody else knows by now what the one before was killed with.
      if (left && left.token !== token) removeOwnNames(left);
      hold({ [dispose]: () => void putBack(record) });
      const guard = hold(await Guard.start(record, command));
      // Who captured before may have left its readiness behind.
      ready.tryTake();
      writeRequest(names.info, wrote, preparation.offsets);
      if (hasCaptured(info)) await stopFormer(hook);
      // A hook that waits to be asked takes the one, a hook that somebody asked before takes the other.
      signal(names.restart);
      signal(names.initialize);
      return new Attachment(record, { info, ready, keepAlive, pipe, life }, guard, preparation, options.onChange);
    } catch (thrown) {
      for (const object of held.reverse()) object[dispose]();
      throw thrown;
    }
  }

  /** Whether the hook said that it captures. */
  get capturing(): boolean {
    return this.#capturing;
  }

  /** Whether it should have said so by now. */
  get silent(): boolean {
    return this.#silent && !this.#capturing;
  }

  /** The hook took its objects away, or {@link close} was called. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Once it has ended: whether the hook never began, so that nothing at all has changed but offsets. */
  get untouched(): boolean {
    return this.#untouched;
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
    ifThere(() => this.#stopAgain?.end());
    this.#untouched = stopHook(this.#record, this.#capturing);
    this.#guard.close();
    life.close();
  }

  [dispose](): void {
    this.close();
  }

  #look(): void {
    const { ready, info } = this.#parts;
    const hasLines = this.log.read();
    const isReady = ready.tryTake();
    const fellSilent = !this.#silent && !this.#capturing && performance.now() >= this.#silentAt;
    if (isReady) this.#capturing = true;
    if (fellSilent) this.#silent = true;
    const isGone = !info.isStillNamed() || this.#hasDied;
    if (isGone) this.close();
    else this.#lookAfter();
    if (hasLines || isReady || isGone || fellSilent) this.#onChange();
  }

  #lookAfter(): void {
    ifThere(() => (this.#capturing ? this.#stopAgain?.end() : this.#stopAgain?.look()));
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
 * Names outlive their processes elsewhere than on Windows: whether the hook's has ended. Who is not seen may live.
 */
async function hasDied(info: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { liveness } = await loadNative().inspect({ name: info });
  return liveness === 'gone';
}

function openInfo(pid: number, name: string): SharedRegion {
  try {
    return SharedRegion.open(name);
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError) || thrown.code !== 'mapping-missing') throw thrown;
    throw notLoaded(pid, name);
  }
}
