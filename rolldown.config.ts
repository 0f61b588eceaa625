import { builtinModules } from 'node:module';

import { defineConfig } from 'rolldown';

const nodeModules = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** CommonJS for Node 16, which is what the oldest Electron that we test on has. */
function bundle(input: Record<string, string>, directory: string) {
  return defineConfig({
    input,
    platform: 'node',
    external: ['electron', ...nodeModules],
    transform: { target: 'node16' },
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

export default [
  bundle({ main: 'electron/main.ts' }, 'main'),
  bundle({ preload: 'electron/preload.ts' }, 'preload'),
  bundle({ cli: 'cli/main.ts' }, 'cli'),
  bundle({ framelatch: 'sdk/index.ts' }, 'sdk'),
  // Runs in a worker thread: PNG encoding must not hold up the process that streams frames.
  bundle({ 'png-worker': 'engine/png-worker.ts' }, 'worker'),
];
