#!/usr/bin/env node
// Cross-compiles the Windows addon (and the test programs beside it) with mingw-w64: `node scripts/build-windows.mjs`.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, main, Refusal, root, step } from './lib/run.mjs';
import { setUp, strictness } from './lib/setup.mjs';
import { digestOf, isUpToDate, writeStamp } from './lib/stamp.mjs';

const stamp = 'out/stamps/native-win32-x64';
const built = join('out', 'cmake', 'mingw-w64');
const target = join('out', 'native', 'win32-x64');
const products = [
  'framelatch.node',
  'fault_producer.exe',
  'hook_simulator.exe',
  'sdk_producer.exe',
  'scenario_1_producer.exe',
  'scenario_1_consumer.exe',
];

function requireToolchain() {
  const programs = {
    'x86_64-w64-mingw32-g++-posix': 'g++-mingw-w64-x86-64-posix',
    cmake: 'cmake',
    ninja: 'ninja-build',
  };
  const missing = Object.keys(programs).filter((name) => !findProgram(name));
  if (!missing.length) return;
  const packages = missing.map((name) => programs[name]).join(' ');
  throw new Refusal(
    `The Windows build needs ${missing.join(', ')}: on Debian and Ubuntu, \`apt-get install ${packages}\`.`,
  );
}

/** Builds out/native/win32-x64 where its inputs changed since the last time. */
export async function buildWindows() {
  requireToolchain();
  const digest = digestOf(['native', 'sdk', 'examples', 'package-lock.json'], 'mingw-w64');
  if (isUpToDate(stamp, digest, ...products.map((name) => join(target, name)))) return;
  const options = { cwd: join(root, 'native') };
  await step('Configuring the Windows addon', 'cmake', ['--preset', 'mingw-w64', strictness], options);
  await step('Building the Windows addon', 'cmake', ['--build', '--preset', 'mingw-w64', '--parallel', '2'], options);
  mkdirSync(join(root, target), { recursive: true });
  for (const name of products) copyFileSync(join(root, built, name), join(root, target, name));
  writeStamp(stamp, digest);
}

if (process.argv[1] === join(root, 'scripts', 'build-windows.mjs')) {
  await main(async () => {
    await setUp();
    await buildWindows();
  });
}
