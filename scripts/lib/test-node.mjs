import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { localTool, root, run } from './run.mjs';
import { TestResults } from './test-results.mjs';

const testFolder = join(root, 'out', 'test');
export const reporter = pathToFileURL(join(root, 'scripts', 'lib', 'test-reporter.mjs')).href;
// These start whole apps, one at a time.
const appFolders = new Set(['e2e']);
const windowsFolders = new Set(['windows']);
// A stage of their own: what a user does and sees, from the command line alone.
const caseFolders = new Set(['cases']);
// These install and remove packages that were made before.
const packageFolders = new Set(['packages']);

/** Bundles every test file, for here and for Wine. */
export async function bundleTests() {
  const { code, output } = await run(localTool('rolldown'), ['-c', 'rolldown.tests.config.ts', '--logLevel', 'warn'], {
    quiet: true,
  });
  if (code !== 0) throw new Error(`the tests could not be bundled:\n${output}`);
}

function testFiles(belongs, prefix = '') {
  const files = readdirSync(testFolder, { recursive: true }).filter((file) => file.endsWith('.test.cjs'));
  return files.filter((file) => belongs(file.split(/[\\/]/)[0]) && file.startsWith(prefix)).sort();
}

export async function runNodeTests(tally, prefix) {
  const others = [appFolders, windowsFolders, caseFolders, packageFolders];
  const isPlain = (folder) => !others.some((folders) => folders.has(folder));
  await runFiles(tally, testFiles(isPlain, prefix), 2);
}

export async function runCaseTests(tally, prefix) {
  await runFiles(
    tally,
    testFiles((folder) => caseFolders.has(folder), prefix),
    2,
  );
}

export async function runPackageFiles(tally, prefix) {
  await runFiles(
    tally,
    testFiles((folder) => packageFolders.has(folder), prefix),
    1,
  );
}

/** The app packaged by electron-builder, in the Electron that is at hand. */
export async function runAppTests(tally, prefix) {
  if (process.platform !== 'linux') return tally.skip('packaged app', 'these tests need Xvfb, and so Linux');
  const files = testFiles((folder) => appFolders.has(folder), prefix);
  if (!files.length) return undefined;
  const packaged = await run(process.execPath, ['scripts/dist.mjs', '--dir', '--linux', '--test-build'], {
    quiet: true,
  });
  if (packaged.code !== 0) return tally.fail('package the app', packaged.output);
  process.stdout.write(`ok    ${packaged.output.trim().split('\n').at(-1)}\n`);
  return runFiles(tally, files, 1);
}

async function runFiles(tally, files, concurrency) {
  if (files.length) await runOnNode(tally, 'Node', files, { concurrency });
}

/** Runs bundled test files on this Node and counts each test. */
export async function runOnNode(tally, runner, files, { concurrency = 1, timeoutMs } = {}) {
  const results = new TestResults(tally);
  const args = ['--test', `--test-concurrency=${concurrency}`, `--test-reporter=${reporter}`, '--enable-source-maps'];
  const paths = files.map((file) => join(testFolder, file));
  const { code } = await run(process.execPath, [...args, ...paths], {
    quiet: true,
    timeoutMs,
    onLine: (line) => results.read(line),
  });
  results.finish(runner, code);
}
