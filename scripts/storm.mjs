#!/usr/bin/env node
// `npm run storm`: kills producers, readers and renderers at random points while `watch` and a window look on.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from './build.mjs';
import { findProgram, main, Refusal, root, run, succeeds } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { bundleTests } from './lib/test-node.mjs';

const usage = `npm run storm -- [--kills N] [--seed N] [--no-window] [--windows]

--kills N     producers to kill (10000; under Wine 300)
--seed N      another order of random points
--no-window   without the packaged app
--windows     Windows producers and a Windows reader under Wine instead
`;

const producer = join(root, 'out', 'storm', 'producer');

/** Builds the producer that kills itself. */
async function buildProducer() {
  const compiler = ['cc', 'gcc', 'clang'].find(findProgram);
  if (!compiler) throw new Refusal('The storm needs a C compiler: apt-get install gcc.');
  mkdirSync(join(root, 'out', 'storm'), { recursive: true });
  const source = join(root, 'test', 'storm', 'producer.c');
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Wconversion', '-Werror'];
  const { code, output } = await run(compiler, [...flags, '-o', producer, source], { quiet: true });
  if (code !== 0) throw new Error(`the storm's producer could not be compiled:\n${output}`);
}

async function packageApp() {
  if (!findProgram('Xvfb')) throw new Refusal('The window needs Xvfb: apt-get install xvfb, or say --no-window.');
  const args = ['scripts/dist.mjs', '--dir', '--linux', '--test-build'];
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw new Error(`the app could not be packaged:\n${output}`);
  return join(root, 'dist', 'linux-unpacked', 'framelatch');
}

/** In a mount namespace with a shared memory folder of its own, where this user may have one: nobody else's is touched. */
function inOwnSharedMemory(command) {
  const unshare = ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /dev/shm && exec "$@"', 'sh'];
  return succeeds('unshare', [...unshare, 'true']) ? ['unshare', ...unshare, ...command] : command;
}

function follow([command, ...args]) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** The arguments of out/storm/storm.cjs; what they need is built. */
export async function prepareStorm({ withWindow }) {
  await bundleTests();
  await buildProducer();
  const app = withWindow ? ['--app', await packageApp()] : [];
  return inOwnSharedMemory([process.execPath, join(root, 'out', 'storm', 'storm.cjs'), '--producer', producer, ...app]);
}

async function stormWindows(kills) {
  const { describeTally, stormUnderWine } = await import('./lib/storm-windows.mjs');
  await bundleTests();
  const tally = await stormUnderWine(kills);
  process.stdout.write(describeTally(tally));
  return Object.values(tally.bad).every((count) => count === 0) ? 0 : 1;
}

if (process.argv[1] === join(root, 'scripts', 'storm.mjs')) {
  await main(async () => {
    const text = { type: 'string' };
    const flag = { type: 'boolean' };
    const { values } = parseArgs({
      options: { kills: text, seed: text, 'no-window': flag, windows: flag, help: flag },
    });
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    await setUp();
    await build();
    if (values.windows) return stormWindows(values.kills ?? '300');
    const command = await prepareStorm({ withWindow: !values['no-window'] });
    const numbers = ['kills', 'seed'].flatMap((name) => (values[name] ? [`--${name}`, values[name]] : []));
    return follow([...command, ...numbers]);
  });
}
