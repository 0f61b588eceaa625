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

/** The files below a folder. */
function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file));
}

/** Every C and C++ file. */
export function nativeSources() {
  return ['native', 'sdk', 'test'].flatMap(filesIn).filter((file) => /\.(cc|c|h)$/.test(file));
}

async function checkFormat(tally) {
  if (!findProgram('clang-format')) return tally.skip('clang-format', 'apt-get install clang-format');
  await check(tally, 'clang-format', 'clang-format', ['--dry-run', '-Werror', ...nativeSources()]);
}

async function checkTidy(tally) {
  if (!findProgram('clang-tidy')) return tally.skip('clang-tidy', 'apt-get install clang-tidy');
  if (!findProgram('ninja')) return tally.skip('clang-tidy', 'apt-get install ninja-build');
  // How each file is compiled, except for what would be read before it: a header that it forgets is found so.
  const configured = await run('cmake', ['--preset', 'tidy'], { cwd: join(root, 'native'), quiet: true });
  if (configured.code !== 0) return tally.fail('clang-tidy', configured.output);
  // Without those that only another system can compile, and without tests.
  const isOurs = (file) => file.endsWith('.cc') && !/[\\/](windows|helper|test|bench)[\\/]/.test(file);
  const files = nativeSources().filter(isOurs);
  const headers = nativeSources().filter((file) => file.endsWith('.h'));
  const complaints = await clangTidy(files, headers, join('out', 'cmake', 'tidy'));
  return tally.check(`clang-tidy (${files.length} files)`, !complaints.length, complaints.join('\n'));
}
