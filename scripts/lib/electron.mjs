import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root, run } from './run.mjs';

const fetchTimeoutMs = 90_000;
const packages = 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6';
const executables = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };

/**
 * An Electron that starts here, as `{ path }`: the one at ELECTRON_OVERRIDE_DIST_PATH, else npm's, which is fetched when it
 * is not there yet. `{ obstacle }`, the beginning of a sentence, when there is none.
 */
export async function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = override || join(root, 'node_modules', 'electron', 'dist');
  const path = join(folder, executables[process.platform] ?? 'electron');
  if (!existsSync(path)) {
    if (override) return { obstacle: `There is no Electron at ELECTRON_OVERRIDE_DIST_PATH (${path})` };
    const obstacle = await fetchElectron();
    if (obstacle) return { obstacle };
  }
  const obstacle = (await loadingObstacle(path)) ?? defaultAppObstacle(folder);
  return obstacle ? { obstacle } : { path };
}

/** The npm package fetches its binary from the project's release site, which a closed network refuses. */
async function fetchElectron() {
  const { version } = createRequire(import.meta.url)('electron/package.json');
  const started = Date.now();
  process.stdout.write(`Fetching Electron ${version} … `);
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const { code, output } = await run(process.execPath, [script], { quiet: true, timeoutMs: fetchTimeoutMs });
  process.stdout.write(`${code === 0 ? 'done' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  if (code === 0) return null;
  return `No Electron binary could be fetched (${lastErrorIn(output) ?? 'it took too long'})`;
}

function lastErrorIn(output) {
  const line = output.split('\n').find((text) => /error|failed/i.test(text));
  return line?.trim().replace(/^\w*Error: /, '');
}

/** As plain Node it needs neither display nor sandbox, only the libraries that it is linked with. */
async function loadingObstacle(path) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const probe = ['-e', 'process.exit(process.versions.electron ? 0 : 1)'];
  const { code, output } = await run(path, probe, { quiet: true, env, timeoutMs: 20_000 }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code === 0) return null;
  const library = /([^\s:]+\.so[.\d]*): cannot open shared object file/.exec(output)?.[1];
  if (library) return `Electron lacks ${library} (on Debian and Ubuntu: apt-get install ${packages})`;
  return `Electron cannot start here (${output.trim().split('\n').pop() || `code ${code}`})`;
}

/** What opens an app from a folder is itself an app, which packaged Electrons do not have. */
function defaultAppObstacle(folder) {
  if (process.platform === 'darwin') return null;
  const there = ['app', 'default_app.asar'].some((name) => existsSync(join(folder, 'resources', name)));
  return there ? null : `The Electron at ${folder} has no default app to open a folder with`;
}
