import type { Native, NativeDialect } from '../engine/index';
import { toErrorInfo } from '../protocol/errors';
import { printNote } from './text';

/**
 * Creates a source; where a dead producer's objects still have its names, removes them first and says so. A living
 * producer's names are never taken.
 * @throws FramelatchError as `create` does
 */
export async function inPlaceOfLeftover<T>(
  native: Native,
  { dialect, id }: { readonly dialect: NativeDialect; readonly id: number },
  create: () => T,
): Promise<T> {
  try {
    return create();
  } catch (thrown) {
    if (toErrorInfo(thrown, 'create', 'source').code !== 'mapping-exists') throw thrown;
    const name = `${dialect}_HookInfo${id}`;
    const leftovers = (await native.findLeftovers()).filter((leftover) => leftover.name === name);
    const removed = await native.removeLeftovers(leftovers);
    if (!removed.length) throw thrown;
    printNote(`Removed what a dead producer had left behind: ${removed.join(', ')}`);
    return create();
  }
}
