#!/usr/bin/env node
// `npm run bench`: builds what the benchmark runs, then runs it. `-- --help` says how to run less of it.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { findProgram, localTool, main, Refusal, root, run } from './lib/run.mjs';

// Nothing but the table or the JSON may reach standard output.
async function quietly(title, command, args, cwd = root) {
  process.stderr.write(`${title} …\n`);
  const { code, output } = await run(command, args, { cwd, quiet: true });
  if (code !== 0) throw new Refusal(`${output.trim()}\n${title} failed; the output above says why.`);
}

// These need the bench's own programs alone.
const withoutApp = new Set(['copy', 'facts', 'layouts', 'rest', 'transports']);

await main(async () => {
  if (!findProgram('Xvfb')) throw new Refusal('The benchmark needs Xvfb: apt-get install xvfb.');
  const native = join(root, 'native');
  const programs = join(root, 'out', 'cmake', 'bench');
  const named = process.argv
    .slice(2)
    .flatMap((word) => word.split(','))
    .filter((word) => !word.startsWith('-'));
  const needsApp = named.length === 0 || named.some((name) => !withoutApp.has(name));
  if (needsApp) {
    await quietly('Packaging the app', process.execPath, ['scripts/dist.mjs', '--dir', '--linux', '--test-build']);
  }
  if (named.length === 0 || named.includes('rest')) {
    await quietly('Building the command line', process.execPath, ['scripts/build.mjs', 'native', 'bundles']);
  }
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DFRAMELATCH_ADDON=OFF', '-DFRAMELATCH_BENCH=ON'];
  await quietly('Configuring its programs', 'cmake', ['-S', native, '-B', programs, ...options]);
  await quietly('Building its programs', 'cmake', ['--build', programs, '--parallel', '2']);
  await quietly('Bundling it', localTool('rolldown'), ['-c', 'rolldown.tests.config.ts', '--logLevel', 'silent']);
  const args = ['--programs', programs, '--app', join(root, 'dist', 'linux-unpacked', 'framelatch')];
  const bench = spawn(process.execPath, [join(root, 'out', 'bench', 'bench.cjs'), ...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => bench.once('exit', (code) => resolve(code ?? 1)));
});
