#!/usr/bin/env node
// `npm run format`: both formatters, in place.

import { findProgram, localTool, main, step } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { nativeSources } from './lib/test-checks.mjs';

await main(async () => {
  await setUp();
  await step('oxfmt', localTool('oxfmt'), ['.']);
  if (!findProgram('clang-format')) {
    process.stdout.write('clang-format is missing, C++ stays as it is: apt-get install clang-format\n');
    return;
  }
  await step('clang-format', 'clang-format', ['-i', ...nativeSources()]);
});
