import { loadNative, NamedEvent, SharedRegion } from '../../native/index';
import { pipePathOf } from '../pipe/pipe-path';
import { writeOffsets, type HookOffsets } from './offsets';

/* The objects of a hook, and what a capturing application writes into its info (docs/capture-hook.md). */

const at = {
  width: 20,
  mapId: 40,
  frameInterval: 56,
  forceShmem: 65,
} as const;

/** A hook, by the number and the prefix of its info's name. */
export interface HookId {
  readonly pid: number;
  /** `Local\` where the name has it, nothing otherwise. */
  readonly prefix?: string;
}

/** The names of a hook's objects. */
export function hookObjects({ pid, prefix = '' }: HookId) {
  const named = (name: string) => `${prefix}CaptureHook_${name}${pid}`;
  return {
    info: named('HookInfo'),
    keepAlive: named('KeepAlive'),
    restart: named('Restart'),
    stop: named('Stop'),
    ready: named('HookReady'),
    initialize: named('Initialize'),
    /** Pipes know no `Local\`. */
    pipe: pipePathOf(`CaptureHook_Pipe${pid}`),
  } as const;
}

/** The hook that a source's name means; `null` for one that is no hook. */
export function hookOf(name: string): HookId | null {
  const [, prefix = '', digits] = /^(Local\\)?CaptureHook_HookInfo(\d{1,10})$/.exec(name) ?? [];
  return digits === undefined ? null : { pid: Number(digits), prefix };
}

/** What a capturing application asks of a hook. */
export interface HookRequest {
  /** Nanoseconds between captures; 0 = every present. */
  readonly frameInterval: bigint;
  /** 1 = frames in shared memory instead of a GPU texture. */
  readonly forceShmem: number;
}

export function readRequest(info: SharedRegion): HookRequest {
  const bytes = info.read(at.frameInterval, at.forceShmem - at.frameInterval + 1);
  const interval = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return { frameInterval: interval, forceShmem: bytes[at.forceShmem - at.frameInterval] ?? 0 };
}

/**
 * Writes what differs, and nothing but it. The view is writable for this moment only: whoever keeps one looks like the producer.
 * @param offsets where the graphics functions are; `null` leaves what stands there
 * @throws FramelatchError `mapping-missing`, `mapping-denied`, `mapping-too-small`
 */
export function writeRequest(
  name: string,
  { frameInterval, forceShmem }: HookRequest,
  offsets: HookOffsets | null = null,
): void {
  const info = SharedRegion.open(name, { access: 'write' });
  try {
    const before = readRequest(info);
    if (before.frameInterval !== frameInterval) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, frameInterval, true);
      info.write(bytes, at.frameInterval);
    }
    if (before.forceShmem !== forceShmem) info.write(Uint8Array.of(forceShmem), at.forceShmem);
    if (offsets) writeOffsets(info, offsets);
  } finally {
    info.close();
  }
}

/** How often the hook has begun to capture. */
export function readMapId(info: SharedRegion): number {
  return info.loadWord(at.mapId) >>> 0;
}

/** Whether the hook has captured before: its info has a size. */
export function hasCaptured(info: SharedRegion): boolean {
  return info.loadWord(at.width) !== 0;
}

/** Whether the texture is there that its info means: the hook captures. */
export async function hasTexture(hook: HookId): Promise<boolean> {
  return (await loadNative().standingTexture(hookObjects(hook).info)) !== null;
}

/** @throws FramelatchError `event-missing`, `event-denied`, `event-invalid` */
export function signal(name: string): void {
  const event = NamedEvent.open(name);
  event.signal();
  event.close();
}

/**
 * Takes a signal back that nobody took: false when somebody did, or when there was none.
 * @throws FramelatchError `event-missing`, `event-denied`, `event-invalid`
 */
export function takeBack(name: string): boolean {
  const event = NamedEvent.open(name);
  const wasThere = event.tryTake();
  event.close();
  return wasThere;
}
