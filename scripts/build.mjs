#!/usr/bin/env node
// Builds what changed: `node scripts/build.mjs [native] [bundles] [renderer]`, everything by default.

import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { localTool, main, Refusal, root, step } from './lib/run.mjs';
import { requireToolchain, setUp, strictness } from './lib/setup.mjs';
import { digestOf, isUpToDate, writeStamp } from './lib/stamp.mjs';

const target = `${process.platform}-${process.arch}`;

const parts = {
  native: {
    title: 'Building the addon',
    inputs: ['native', 'sdk/framelatch.h', 'package-lock.json'],
    outputs: [`out/native/${target}/framelatch.node`, 'out/cmake/addon/CMakeCache.txt'],
    build: buildAddon,
  },
  bundles: {
    title: 'Bundling the main process, the command line and the server',
    inputs: [
      'protocol',
      'native',
      'engine',
      'electron',
      'server',
      'cli',
      'sdk',
      'examples',
      'rolldown.config.ts',
      'build/bundled-packages.ts',
      'package-lock.json',
    ],
    outputs: ['out/main/main.cjs', 'out/cli/cli.cjs', 'out/sdk/framelatch.cjs', 'out/bundled-packages/main.json'],
    build: (title) => step(title, localTool('rolldown'), ['-c', 'rolldown.config.ts']),
  },
  renderer: {
    title: 'Building the viewer',
    inputs: ['protocol', 'renderer', 'build/bundled-packages.ts', 'package-lock.json'],
    outputs: ['out/renderer/index.html', 'out/bundled-packages/renderer.json'],
    build: (title) => step(title, localTool('vite'), ['build', 'renderer', '--logLevel', 'warn']),
  },
};

// cmake-js drives CMake with the headers of node-api-headers: nothing is downloaded.
async function buildAddon(title) {
  requireToolchain();
  const out = join('out', 'cmake', 'addon');
  await step(title, localTool('cmake-js'), [
    'compile',
    '-d',
    'native',
    '-O',
    out,
    '--parallel',
    '2',
    '--config',
    'Release',
    `--C${strictness.slice(1)}`,
  ]);
  const folder = join(root, 'out', 'native', target);
  mkdirSync(folder, { recursive: true });
  // A new file in the old one's place: overwritten, it would crash whoever runs it now.
  const partial = join(folder, 'framelatch.node.part');
  copyFileSync(join(root, out, 'Release', 'framelatch.node'), partial);
  renameSync(partial, join(folder, 'framelatch.node'));
  if (process.platform !== 'win32') return;
  // Of this compiler's bitness; scripts/build-windows.mjs builds both helpers.
  for (const program of ['framelatch-offsets64.exe', 'framelatch-setup.exe']) {
    copyFileSync(join(root, out, 'Release', program), join(folder, program));
  }
}

/** Builds the named parts where their inputs changed since the last time. */
export async function build(names = Object.keys(parts)) {
  for (const name of names) {
    const part = parts[name];
    if (!part) throw new Refusal(`There is no part '${name}': choose from ${Object.keys(parts).join(', ')}.`);
    const digest = digestOf(part.inputs, target);
    const stamp = `out/stamps/${name}-${target}`;
    if (isUpToDate(stamp, digest, ...part.outputs)) continue;
    await part.build(part.title);
    writeStamp(stamp, digest);
  }
}

if (process.argv[1] === join(root, 'scripts', 'build.mjs')) {
  await main(async () => {
    await setUp();
    await build(process.argv.length > 2 ? process.argv.slice(2) : undefined);
  });
}
