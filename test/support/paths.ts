import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's root, from wherever the bundled test lies below it. */
export const root = findRoot(__dirname);

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('no project root above the tests');
  return findRoot(dirname(folder));
}

export const fixture = (name: string): string => join(root, 'test', 'fixtures', name);
export const cliScript = join(root, 'out', 'cli', 'cli.cjs');
