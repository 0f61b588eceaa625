import { loadNative, NamedMutex, SharedRegion, type Inspection } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { Producer } from '../../protocol/source';
import { graphicsOf, mustBeTold } from './graphics';
import { hookObjects, hookOf } from './hook-objects';
import { hasAll, readOffsets } from './offsets';

/** What attaching would find. */
export interface HookFacts {
  /** Whether the hook knows where the graphics functions are: `missing` ones would be looked for before it begins. */
  readonly offsets: 'present' | 'missing' | 'not-needed';
  /** Graphics libraries that the process has loaded, by the names that users know; `null` where that cannot be told. */
  readonly libraries: readonly string[] | null;
  /** Who has the keep-alive; `null` when nobody has, or that cannot be told. */
  readonly keeper: Producer | null;
}

/** `null` of a source that is no hook, or whose info has gone meanwhile. Writes nothing. */
export async function inspectHook({ name, producer }: Inspection): Promise<HookFacts | null> {
  const hook = hookOf(name);
  if (!hook) return null;
  const { keepAlive } = hookObjects(hook);
  try {
    const graphics = graphicsOf(producer ? await loadNative().loadedModules(producer.pid) : null);
    const needed = mustBeTold(graphics);
    const info = SharedRegion.open(name);
    const standing = readOffsets(info);
    info.close();
    const isTold = needed.every((library) => hasAll(standing, library));
    return {
      offsets: needed.length === 0 ? 'not-needed' : isTold ? 'present' : 'missing',
      libraries: graphics.libraries,
      keeper: NamedMutex.isKept(keepAlive) ? await NamedMutex.findKeeper(keepAlive) : null,
    };
  } catch (thrown) {
    if (thrown instanceof FramelatchError) return null;
    throw thrown;
  }
}
