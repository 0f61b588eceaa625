#!/usr/bin/env node
// `npm start`: sets up, builds what changed, starts a demo producer, and opens the viewer: in Electron, else in a browser.

import { build } from './build.mjs';
import { passSignalsOn, runElectron, runServer, startDemo } from './lib/children.mjs';
import { displayObstacle, rootObstacle, sandboxObstacle } from './lib/desktop.mjs';
import { findElectron } from './lib/electron.mjs';
import { main } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { readStartOptions, usage } from './lib/start-options.mjs';

/** Where the window can open: `{ path }` of an Electron, or the `obstacle`. What is quickly known comes first. */
async function chooseElectron({ noSandbox }) {
  const obstacle = displayObstacle() ?? (noSandbox ? null : rootObstacle());
  if (obstacle) return { obstacle };
  const electron = await findElectron();
  if (!electron.path || noSandbox) return electron;
  const sandbox = sandboxObstacle(electron.path);
  return sandbox ? { obstacle: sandbox } : electron;
}

function sharedWords({ noSandbox, transport }, demo) {
  return [
    ...(noSandbox ? ['--no-sandbox'] : []),
    ...(demo ? [`--source=${demo.name}`] : []),
    ...(transport ? [`--transport=${transport}`] : []),
  ];
}

function serve(options, demo) {
  return runServer(['--open', `--port=${options.port}`, ...sharedWords(options, demo)]);
}

function explain(obstacle) {
  process.stdout.write(`${obstacle}, so the viewer is served to a browser instead.\n`);
}

async function show(options, demo, wasStopped) {
  if (options.browser) return serve(options, demo);
  const { path, obstacle } = await chooseElectron(options);
  if (wasStopped()) return 0;
  if (!path) {
    explain(obstacle);
    return serve(options, demo);
  }
  process.stdout.write('Opening the window; closing it ends everything.\n');
  const { code, failure } = await runElectron(path, sharedWords(options, demo));
  if (failure === null || wasStopped()) return code;
  explain(`Electron ended at once (${failure})`);
  return serve(options, demo);
}

await main(async () => {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  await setUp();
  await build();
  const wasStopped = passSignalsOn();
  const demo = options.demo ? await startDemo() : null;
  if (demo) process.stdout.write(`The demo producer writes ${demo.name} (process ${demo.pid}).\n`);
  try {
    const code = await show(options, demo, wasStopped);
    return wasStopped() ? 0 : code;
  } finally {
    await demo?.stop();
  }
});
