import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from './run.mjs';

/** Imports a TypeScript module of this project, whose oldest Node cannot read it by itself. Packages stay where they are. */
export async function importTypeScript(path) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ input: join(root, path), platform: 'node', external: /^[^./]/ });
  const file = join(root, 'out', 'scripts', `${parse(path).name}.mjs`);
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return import(pathToFileURL(file).href);
}
