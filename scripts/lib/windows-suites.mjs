import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildWindows } from '../build-windows.mjs';
import { findProgram, root, run } from './run.mjs';
import { windowsNode } from './runtimes-windows.mjs';
import { describeTally, stormUnderWine } from './storm-windows.mjs';
import { reporter, runOnNode } from './test-node.mjs';
import { TestResults } from './test-results.mjs';
import { prepareWine, runWindows, stopWine, windowsPath } from './wine.mjs';

/*
 * Two parts: `test/windows/*.test.ts` run inside a Windows Node; `test/windows/app/*.test.ts` run here and drive the whole
 * app in a Windows Electron.
 */

const bundles = join(root, 'out', 'test', 'windows');
const wholeMs = 600_000;

const testsIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.test.cjs'))
        .toSorted()
    : [];

/** Adds what the Windows suites counted to the tally; the tests are bundled already. */
export async function runWindowsSuites(tally) {
  await buildWindows();
  await prepareWine();
  try {
    await runInNode(tally);
    await runApp(tally);
    await runShortStorm(tally);
  } finally {
    stopWine();
  }
}

async function runShortStorm(tally) {
  const { bad, ...counted } = await stormUnderWine('30');
  const isClean = Object.values(bad).every((count) => count === 0);
  tally.check('kill storm under Wine', isClean, describeTally({ bad, ...counted }));
}

async function runInNode(tally) {
  const files = testsIn(bundles).map((file) => windowsPath(join(bundles, file)));
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-windows-'));
  const reporterUrl = reporter.replace('file:///', 'file:///Z:/');
  // A test that failed may leave a producer running, for which its process would wait.
  const flags = ['--test-concurrency=1', '--test-force-exit', `--test-reporter=${reporterUrl}`];
  const args = ['--test', ...flags, ...files];
  const { code, output } = await runWindows(await windowsNode(), args, join(folder, 'output'), { timeoutMs: wholeMs });
  rmSync(folder, { recursive: true });
  const results = new TestResults(tally);
  for (const line of output.split(/\r?\n/)) results.read(line);
  results.finish('Windows Node', code);
}

// Wine makes its desktop with its first program: one without a display would leave none for Electron.
async function runApp(tally) {
  stopWine();
  const files = testsIn(join(bundles, 'app'));
  if (!files.length) return;
  if (!findProgram('Xvfb')) return tally.skip('Windows Electron under Wine', 'apt-get install xvfb');
  const build = await run(process.execPath, ['scripts/dist.mjs', '--windows', '--dir', '--test-build'], {
    quiet: true,
  });
  if (build.code !== 0) return tally.fail('package the app for Windows', build.output);
  process.stdout.write('ok    packaged for Windows\n');
  const paths = files.map((file) => join('windows', 'app', file));
  await runOnNode(tally, 'Windows Electron', paths, { timeoutMs: wholeMs });
}
