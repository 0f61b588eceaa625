#!/usr/bin/env node
// `npm run format`: both formatters, in place.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, localTool, main, root, step } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

await main(async () => {
  await setUp();
  await step('oxfmt', localTool('oxfmt'), ['.']);
  if (!findProgram('clang-format')) {
    process.stdout.write('clang-format is missing, C++ stays as it is: apt-get install clang-format\n');
    return;
  }
  const files = readdirSync(join(root, 'native'), { recursive: true }).filter((file) => /\.(cc|h)$/.test(file));
  await step('clang-format', 'clang-format', ['-i', ...files.map((file) => join('native', file))]);
});
