import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root, step } from './run.mjs';
import { runOnNode } from './test-node.mjs';

/*
 * The Windows suite on Windows itself, with the addon as its own compiler has built it (`npm run build`), where
 * windows-suites.mjs needs Wine. The app in Electron is driven under Wine alone.
 */

const programs = join('out', 'cmake', 'windows-programs');
const target = join(root, 'out', 'native', 'win32-x64');
const wholeMs = 600_000;

/** What the tests run beside the addon. */
async function buildPrograms() {
  const options = ['-A', 'x64', '-DFRAMELATCH_ADDON=OFF', '-DFRAMELATCH_WINDOWS_TEST_PROGRAMS=ON'];
  await step('Configuring the programs of the tests', 'cmake', ['-S', 'native', '-B', programs, ...options]);
  await step('Building the programs of the tests', 'cmake', ['--build', programs, '--config', 'Release', '--parallel']);
  mkdirSync(target, { recursive: true });
  const built = join(root, programs, 'Release');
  for (const file of readdirSync(built).filter((name) => name.endsWith('.exe'))) {
    copyFileSync(join(built, file), join(target, file));
  }
}

/** Adds what the Windows suite counted to the tally; the tests are bundled already. */
export async function runWindowsHere(tally) {
  if (!existsSync(join(target, 'framelatch.node'))) return tally.fail('Windows', 'the addon is not built');
  await buildPrograms();
  const files = readdirSync(join(root, 'out', 'test', 'windows')).filter((file) => file.endsWith('.test.cjs'));
  const paths = files.map((file) => join('windows', file));
  return runOnNode(tally, 'Node', paths, { timeoutMs: wholeMs });
}
