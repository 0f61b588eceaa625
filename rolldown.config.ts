import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';

import { defineConfig } from 'rolldown';

import { bundledPackages } from './build/bundled-packages.ts';

const nodeModules = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** CommonJS for Node 16, which is what the oldest Electron that we test on has. */
function bundle(input: Record<string, string>, directory: string, external: readonly string[] = []) {
  return defineConfig({
    input,
    platform: 'node',
    external: ['electron', ...nodeModules, ...external],
    transform: { target: 'node16' },
    plugins: [bundledPackages(directory)],
    output: {
      dir: `out/${directory}`,
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      sourcemap: true,
      cleanDir: true,
    },
  });
}

/** `examples/scenarios/3/producer.ts` becomes `out/examples/scenarios/3/producer.cjs`. */
function scenarios(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const number of readdirSync('examples/scenarios')) {
    for (const role of ['producer', 'consumer']) {
      const path = `scenarios/${number}/${role}`;
      if (existsSync(`examples/${path}.ts`)) found[path] = `examples/${path}.ts`;
    }
  }
  return found;
}

export default [
  bundle({ main: 'electron/main.ts' }, 'main'),
  bundle({ preload: 'electron/preload.ts' }, 'preload'),
  bundle({ cli: 'cli/main.ts' }, 'cli'),
  bundle({ framelatch: 'sdk/index.ts' }, 'sdk'),
  // As a user's programs: they import the SDK by its name.
  bundle(scenarios(), 'examples', ['framelatch']),
  // Runs in a worker thread: PNG encoding must not hold up the process that streams frames.
  bundle({ 'png-worker': 'engine/png-worker.ts' }, 'worker'),
];
