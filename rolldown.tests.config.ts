import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

import { defineConfig } from 'rolldown';

const nodeModules = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** `test/engine/session.test.ts` becomes `out/test/engine/session.test.cjs`, runnable by Node here and under Wine. */
function entries(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(found, entries(path));
    else if (entry.name.endsWith('.test.ts')) found[path.replace(/^test[\\/]/, '').replace(/\.ts$/, '')] = path;
  }
  return found;
}

export default [
  defineConfig({
    input: entries('test'),
    platform: 'node',
    external: ['electron', 'playwright-core', ...nodeModules],
    transform: { target: 'node20' },
    output: {
      dir: 'out/test',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      sourcemap: true,
      cleanDir: true,
    },
  }),
  defineConfig({
    input: { bench: 'bench/main.ts' },
    platform: 'node',
    external: ['electron', 'playwright-core', ...nodeModules],
    transform: { target: 'node20' },
    output: { dir: 'out/bench', format: 'cjs', entryFileNames: '[name].cjs', sourcemap: true, cleanDir: true },
  }),
  defineConfig({
    input: { fuzz: 'test/fuzz/main.ts' },
    platform: 'node',
    external: ['electron', 'playwright-core', ...nodeModules],
    transform: { target: 'node20' },
    output: { dir: 'out/fuzz-script', format: 'cjs', entryFileNames: '[name].cjs', sourcemap: true, cleanDir: true },
  }),
  defineConfig({
    input: { storm: 'test/storm/main.ts', 'storm-windows': 'test/storm/windows.ts' },
    platform: 'node',
    external: ['electron', 'playwright-core', ...nodeModules],
    transform: { target: 'node20' },
    output: {
      dir: 'out/storm',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      sourcemap: true,
      cleanDir: true,
    },
  }),
];
