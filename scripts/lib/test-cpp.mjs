import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, root, run } from './run.mjs';

const presets = ['release', 'asan-ubsan', 'tsan'];
const gtestFolders = ['/usr/include/gtest', '/usr/local/include/gtest', '/opt/homebrew/include/gtest'];

/** The C++ tests in three builds, two of them with sanitizers. */
export async function runCppTests(tally) {
  if (!findProgram('ninja')) return tally.skip('C++ tests', 'apt-get install ninja-build');
  if (!gtestFolders.some((folder) => existsSync(folder)))
    return tally.skip('C++ tests', 'apt-get install libgtest-dev');
  for (const preset of presets) await runPreset(tally, preset);
}

async function runPreset(tally, preset) {
  const native = { cwd: join(root, 'native'), quiet: true };
  const configured = await run('cmake', ['--preset', preset], native);
  if (configured.code !== 0) return tally.fail(`configure ${preset}`, configured.output);
  const built = await run(
    'cmake',
    ['--build', '--preset', preset, '--target', 'framelatch_tests', '--parallel', '2'],
    native,
  );
  if (built.code !== 0) return tally.fail(`build ${preset}`, built.output);
  const program = join(root, 'out', 'cmake', preset, 'framelatch_tests');
  const { code, output } = await run(program, ['--gtest_brief=1'], { quiet: true, timeoutMs: 300_000 });
  count(tally, preset, code, output);
}

function count(tally, preset, code, output) {
  const number = (pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  const passed = number(/\[ {2}PASSED {2}\] (\d+) tests?/);
  const failed = number(/\[ {2}FAILED {2}\] (\d+) tests?/);
  const skipped = [...output.matchAll(/\[ {2}SKIPPED \] (\S+)$/gm)].map((match) => match[1]);
  tally.add({ passed });
  for (const name of new Set(skipped))
    tally.skip(`${preset} ${name}`, 'this machine cannot run it; its output says why');
  if (failed || code !== 0 || !passed) tally.fail(`C++ tests, ${preset}`, `${output.slice(-8000)}\nended with ${code}`);
  else process.stdout.write(`ok    C++ tests, ${preset}: ${passed} passed\n`);
}
