import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { finish } from '../support/processes';

/** The libraries that the programs and libraries of a folder are linked with and that are not in it, as readelf reads them. */
export async function neededLibraries(folder: string): Promise<readonly string[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const { stdout } = await finish('readelf', ['-dW', ...paths]);
  const names = [...stdout.matchAll(/\(NEEDED\)\s+Shared library: \[(.+)\]/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => !files.some((entry) => entry.name === name)).sort();
}
