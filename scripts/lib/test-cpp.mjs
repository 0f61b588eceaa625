import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, root, run } from './run.mjs';

const sanitized = ['asan-ubsan', 'tsan'];
const gtestFolders = ['/usr/include/gtest', '/usr/local/include/gtest', '/opt/homebrew/include/gtest'];

/** The C++ tests in three builds: the addon's own, and two with sanitizers. */
export async function runCppTests(tally) {
  if (!findProgram('ninja')) return tally.skip('C++ tests', 'apt-get install ninja-build');
  if (!gtestFolders.some((folder) => existsSync(folder)))
    return tally.skip('C++ tests', 'apt-get install libgtest-dev');
  await runRelease(tally);
  for (const preset of sanitized) await buildAndRun(tally, preset, ['--preset', preset]);
}

/** Where the addon was built, with what it was built of. */
async function runRelease(tally) {
  const folder = join(root, 'out', 'cmake', 'addon');
  try {
    await buildAndRun(tally, 'addon', ['-DFRAMELATCH_TESTS=ON', folder]);
  } finally {
    // Building the addon must not come to need GoogleTest.
    const { code, output } = await run('cmake', ['-DFRAMELATCH_TESTS=OFF', folder], { quiet: true });
    if (code !== 0) tally.fail('leave the addon’s build as it was', output);
  }
}

async function buildAndRun(tally, name, configureArgs) {
  const configured = await run('cmake', configureArgs, { cwd: join(root, 'native'), quiet: true });
  if (configured.code !== 0) return tally.fail(`configure ${name}`, configured.output);
  const folder = join(root, 'out', 'cmake', name);
  const buildArgs = ['--build', folder, '--target', 'framelatch_tests', '--parallel', '2'];
  const built = await run('cmake', buildArgs, { quiet: true });
  if (built.code !== 0) return tally.fail(`build ${name}`, built.output);
  const program = join(folder, 'framelatch_tests');
  const { code, output } = await run(program, ['--gtest_brief=1'], { quiet: true, timeoutMs: 300_000 });
  return count(tally, name, code, output);
}

function count(tally, build, code, output) {
  const number = (pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  const passed = number(/\[ {2}PASSED {2}\] (\d+) tests?/);
  const failed = number(/\[ {2}FAILED {2}\] (\d+) tests?/);
  const skipped = [...output.matchAll(/\[ {2}SKIPPED \] (\S+)$/gm)].map((match) => match[1]);
  tally.add({ passed });
  for (const name of new Set(skipped))
    tally.skip(`${build} ${name}`, 'this machine cannot run it; its output says why');
  if (failed || code !== 0 || !passed) tally.fail(`C++ tests, ${build}`, `${output.slice(-8000)}\nended with ${code}`);
  else process.stdout.write(`ok    C++ tests, ${build}: ${passed} passed\n`);
}
