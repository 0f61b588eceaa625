import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/paths';

/** Where scripts/lib/test-packages.mjs has made the packages; the ones of a version before this one beside it. */
const folders = { current: join(root, 'out', 'packages'), older: join(root, 'out', 'packages-older') };

/** The app's folder, from which they were made. */
export const unpackedApp = join(folders.current, 'linux-unpacked');

/** The path of the package with that ending. */
export function packageFile(ending: string, which: keyof typeof folders = 'current'): string {
  const found = readdirSync(folders[which]).find((name) => name.endsWith(ending));
  if (!found) throw new Error(`there is no package *${ending} in ${folders[which]}`);
  return join(folders[which], found);
}

/** What the older packages for Windows are signed with; by itself, so that it is its own authority. */
export const certificate = join(folders.older, 'signing', 'certificate.pem');
