import { loadNative, type SharedRegion } from '../../native/index';
import type { FindOffsets } from './find-offsets';
import { graphicsOf, mustBeTold } from './graphics';
import { hasCaptured, hookObjects, type HookId } from './hook-objects';
import { completed, hasAll, isSame, readOffsets, type HookOffsets } from './offsets';
import { unprepared } from './refusals';

/** Where the offsets come from with which a hook begins. */
export type OffsetsOrigin =
  /** It has begun before: it read them then. */
  | 'read-before'
  /** OpenGL and Vulkan need none. */
  | 'not-needed'
  /** A capturing application wrote them before. */
  | 'standing'
  | 'given'
  | 'found'
  /** It begins without, as its user wanted. */
  | 'without';

export interface Preparation {
  readonly origin: OffsetsOrigin;
  /** What is to be written; `null` when everything stands already. */
  readonly offsets: HookOffsets | null;
  /** Graphics libraries that the process has loaded, by the names that users know; `null` where that cannot be told. */
  readonly libraries: readonly string[] | null;
}

export interface PrepareOptions {
  /** Of the user's file; they count more than what stands in the info. */
  readonly given?: HookOffsets;
  /** Whoever reads this was asked: Direct3D may never be captured in that process again. */
  readonly acceptLoss?: boolean;
  readonly find: FindOffsets;
}

/**
 * What a hook must be told before it begins; nothing is written yet.
 * @throws FramelatchError `hook-unprepared`: it would begin without what it needs, which cannot be undone
 */
export async function prepare(hook: HookId, info: SharedRegion, options: PrepareOptions): Promise<Preparation> {
  const graphics = graphicsOf(await modulesOf(hook));
  const { libraries } = graphics;
  if (hasCaptured(info)) return { origin: 'read-before', offsets: null, libraries };
  const standing = readOffsets(info);
  const wanted = options.given ? completed(options.given, standing) : standing;
  const needed = mustBeTold(graphics);
  const missingIn = (offsets: HookOffsets) => needed.filter((library) => !hasAll(offsets, library));
  const plan = (origin: OffsetsOrigin, offsets: HookOffsets): Preparation => ({
    origin,
    offsets: isSame(offsets, standing) ? null : offsets,
    libraries,
  });
  if (missingIn(wanted).length === 0) {
    if (options.given) return plan('given', wanted);
    return plan(needed.length > 0 ? 'standing' : 'not-needed', wanted);
  }
  const found = await options.find(graphics.bits);
  const all = completed(wanted, found.offsets);
  const missing = missingIn(all);
  if (missing.length === 0) return plan('found', all);
  if (options.acceptLoss) return plan('without', all);
  throw unprepared(hook.pid, { libraries, missing, bits: graphics.bits, problem: found.problem });
}

/** What the process of the hook has loaded; names outlive processes elsewhere than on Windows, so its number is looked up. */
async function modulesOf(hook: HookId) {
  const native = loadNative();
  const { producer } = await native.inspect({ name: hookObjects(hook).info });
  return producer ? native.loadedModules(producer.pid) : null;
}
