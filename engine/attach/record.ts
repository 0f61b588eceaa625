import { FramelatchError } from '../../protocol/errors';
import type { HookId, HookRequest } from './hook-objects';

/** What an attachment changed in a hook, and what was there before. */
export interface AttachRecord {
  readonly hook: HookId;
  /** Begins the names of the attachment's own objects; nobody else's begin so. */
  readonly token: string;
  /** How often the hook had begun: one that has begun less often is another of the same number. */
  readonly mapId: number;
  readonly before: HookRequest;
  readonly wrote: HookRequest;
}

/** The mutex that an attachment holds as long as its process lives. */
export function lifeName({ token }: Pick<AttachRecord, 'token'>): string {
  return `${token}.life`;
}

/** The event that is its guard's word that it stands by. */
export function wordName({ token }: Pick<AttachRecord, 'token'>): string {
  return `${token}.word`;
}

/**
 * What stood in the hook before anything of ours: what stands there now, but for what an attachment wrote that was killed together
 * with its guard. The first that wrote counts.
 */
export function originalOf(
  now: HookRequest,
  mapId: number,
  left: Pick<AttachRecord, 'mapId' | 'before' | 'wrote'> | null,
): HookRequest {
  if (!left || mapId < left.mapId) return now;
  const { before, wrote } = left;
  return {
    frameInterval: now.frameInterval === wrote.frameInterval ? before.frameInterval : now.frameInterval,
    forceShmem: now.forceShmem === wrote.forceShmem ? before.forceShmem : now.forceShmem,
  };
}

/** JSON, with its 64-bit numbers as text. */
export function formatRecord(record: AttachRecord): string {
  return JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** What {@link formatRecord} gave. @throws FramelatchError `usage` */
export function parseRecord(text: string): AttachRecord {
  try {
    const { hook, token, mapId, before, wrote } = JSON.parse(text);
    const { pid, prefix = '' } = hook;
    const isWhole =
      isCount(pid) &&
      isCount(mapId) &&
      /^(?:Local\\)?$/.test(prefix) &&
      typeof token === 'string' &&
      /^\w{1,64}$/.test(token);
    if (isWhole)
      return { hook: { pid, prefix }, token, mapId, before: parseRequest(before), wrote: parseRequest(wrote) };
  } catch {
    // Told below, like a record that lacks something.
  }
  throw notARecord();
}

/** As it is written: JSON has a negative zero too. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && !Object.is(value, -0);
}

function parseRequest({ frameInterval, forceShmem }: Record<keyof HookRequest, unknown>): HookRequest {
  const interval = BigInt(String(frameInterval));
  const isByte = isCount(forceShmem) && forceShmem < 256;
  if (interval !== BigInt.asUintN(64, interval) || !isByte) throw notARecord();
  return { frameInterval: interval, forceShmem };
}

function notARecord(): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'stand by',
    target: 'attachment',
    reason: 'what it was given is no record of an attachment',
    next: 'This command is started by `framelatch attach`, not by a person.',
  });
}
