import { basename, dirname } from 'node:path';

import { FramelatchError } from '../protocol/errors';

/**
 * The folder that everything built is in, `out`: the nearest one of that name above the running bundle. Nothing is looked for
 * in the folders above: whoever may write there could have us load a program of theirs.
 * @throws FramelatchError `internal` where the bundle was taken out of it
 */
export function builtFolder(bundle = __dirname): string {
  for (let folder = bundle; dirname(folder) !== folder; folder = dirname(folder)) {
    if (basename(folder) === 'out') return folder;
  }
  throw new FramelatchError({
    code: 'internal',
    operation: 'find',
    target: 'the programs of Framelatch',
    reason: `found none beside ${bundle}, expected it in a folder named out`,
    next: 'Keep the folder out as it was built.',
  });
}
