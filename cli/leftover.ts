import type { Native } from '../engine/index';
import { toErrorInfo } from '../protocol/errors';
import { printNote } from './text';

/**
 * Creates a source; where a dead producer's objects still have its names, removes them first and says so. A living
 * producer's names are never taken.
 * @throws FramelatchError as `create` does
 */
export async function inPlaceOfLeftover<T>(native: Native, create: () => T): Promise<T> {
  for (;;) {
    try {
      return create();
    } catch (thrown) {
      const { code, target } = toErrorInfo(thrown, 'create', 'source');
      if (code !== 'mapping-exists') throw thrown;
      // Those of known names alone: under a name of the user's may stand anything.
      const leftover = await native.findLeftover(target, 'in-place');
      const removed = leftover ? await native.removeLeftovers([leftover], 'in-place') : [];
      // Each turn takes a name away, so there are no more of them than names.
      if (!removed.length) throw thrown;
      printNote(`Removed what a dead producer had left behind: ${removed.join(', ')}`);
    }
  }
}
