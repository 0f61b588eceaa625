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
  'framelatch-offsets64.exe',
  'framelatch-setup.exe',
  'fault_producer.exe',
  'hook_simulator.exe',
  'present_probe.exe',
  'setting_listener.exe',
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

/** The helper for 32-bit programs has a compiler of its own; without it, attaching to them wants `--offsets`. */
const helper32 = {
  name: 'framelatch-offsets32.exe',
  built: join('out', 'cmake', 'mingw-w64-i686'),
  compiler: 'i686-w64-mingw32-g++-posix',
  package: 'g++-mingw-w64-i686-posix',
};

async function buildHelper32(options) {
  if (!findProgram(helper32.compiler)) {
    process.stdout.write(`No ${helper32.name}: it needs \`apt-get install ${helper32.package}\`.\n`);
    return;
  }
  const title = 'Building the helper for 32-bit programs';
  await step(`${title}, 1 of 2`, 'cmake', ['--preset', 'mingw-w64-i686', strictness], options);
  await step(`${title}, 2 of 2`, 'cmake', ['--build', '--preset', 'mingw-w64-i686'], options);
  copyFileSync(join(root, helper32.built, helper32.name), join(root, target, helper32.name));
}

/** Builds out/native/win32-x64 where its inputs changed since the last time. */
export async function buildWindows() {
  requireToolchain();
  const has32 = findProgram(helper32.compiler) ? 'with 32 bits' : 'without 32 bits';
  const digest = digestOf(['native', 'sdk', 'examples', 'package-lock.json'], `mingw-w64 ${has32}`);
  if (isUpToDate(stamp, digest, ...products.map((name) => join(target, name)))) return;
  const options = { cwd: join(root, 'native') };
  await step('Configuring the Windows addon', 'cmake', ['--preset', 'mingw-w64', strictness], options);
  await step('Building the Windows addon', 'cmake', ['--build', '--preset', 'mingw-w64', '--parallel', '2'], options);
  mkdirSync(join(root, target), { recursive: true });
  for (const name of products) copyFileSync(join(root, built, name), join(root, target, name));
  await buildHelper32(options);
  writeStamp(stamp, digest);
}

if (process.argv[1] === join(root, 'scripts', 'build-windows.mjs')) {
  await main(async () => {
    await setUp();
    await buildWindows();
  });
}
