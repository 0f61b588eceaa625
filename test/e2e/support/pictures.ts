import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../support/paths';

/** Where the picture of that name is kept; its folder is made. */
export function picturePath(name: string): string {
  const folder = join(root, 'out', 'e2e');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name.replace(/\W+/g, '-')}.png`);
}
