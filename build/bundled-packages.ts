import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { Plugin } from 'rolldown';

/** Where each bundle's list of packages goes, relative to the project: scripts/dist/notices.mjs reads all of them. */
export const bundledPackagesFolder = join('out', 'bundled-packages');

/** The folder of the npm package that a module belongs to, relative to the project; null for a module of ours. */
export function packageFolderOf(moduleId: string, projectFolder: string): string | null {
  const folder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId)?.[1];
  return folder === undefined ? null : relative(projectFolder, folder).replaceAll('\\', '/');
}

/** Writes the folders of the packages that have code in a bundle, as a JSON array: whose licences go into what is shipped. */
export function bundledPackages(name: string): Plugin {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const found = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of Object.keys(chunk.modules)) found.add(packageFolderOf(id, process.cwd()) ?? '');
      }
      found.delete('');
      mkdirSync(bundledPackagesFolder, { recursive: true });
      writeFileSync(join(bundledPackagesFolder, `${name}.json`), JSON.stringify([...found].sort()));
    },
  };
}
