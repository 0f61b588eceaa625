import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { clangTidy } from './clang-tidy.mjs';
import { findProgram, localTool, root, run } from './run.mjs';

/** Formatters and linters for both languages, and the compiler's own opinion. */
export async function runChecks(tally) {
  await check(tally, 'oxfmt', localTool('oxfmt'), ['--check', '.']);
  await check(tally, 'oxlint', localTool('oxlint'), ['--deny-warnings']);
  await check(tally, 'tsc', localTool('tsc'), ['-b']);
  await checkFormat(tally);
  await checkTidy(tally);
}

async function check(tally, name, command, args) {
  const { code, output } = await run(command, args, { quiet: true });
  tally.check(name, code === 0, output);
}

/** The C++ files below native/, without those that only another system can compile. */
function sources(pattern, { withWindows }) {
  const files = readdirSync(join(root, 'native'), { recursive: true }).map((file) => join('native', file));
  return files.filter((file) => pattern.test(file) && (withWindows || !/[\\/]windows[\\/]/.test(file)));
}

async function checkFormat(tally) {
  if (!findProgram('clang-format')) return tally.skip('clang-format', 'apt-get install clang-format');
  const files = sources(/\.(cc|h)$/, { withWindows: true });
  await check(tally, 'clang-format', 'clang-format', ['--dry-run', '-Werror', ...files]);
}

async function checkTidy(tally) {
  if (!findProgram('clang-tidy')) return tally.skip('clang-tidy', 'apt-get install clang-tidy');
  // The addon's own build tells how each file is compiled.
  const files = sources(/\.cc$/, { withWindows: false }).filter((file) => !/native.(test|bench|fuzz)./.test(file));
  const headers = sources(/\.h$/, { withWindows: true });
  const complaints = await clangTidy(files, headers, join('out', 'cmake', 'addon'));
  return tally.check(`clang-tidy (${files.length} files)`, !complaints.length, complaints.join('\n'));
}
