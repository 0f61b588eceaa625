import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from './downloads.mjs';
import { findProgram, Refusal, step } from './run.mjs';

/*
 * Windows programs under Wine, in a prefix of our own, or in the one that FRAMELATCH_WINE_PREFIX names, as a test does that
 * installs something (test/packages/windows-machine.ts). Their standard output must be a file: a Unix pipe fails at the first
 * console.log (EBADF).
 */

const ownPrefix = join(cacheFolder, 'wine');
const prefix = process.env.FRAMELATCH_WINE_PREFIX ?? ownPrefix;
const fontsFolder = '/usr/share/wine/fonts';
const fontsKey = 'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Fonts';

/** Wine's 64-bit loader, or null where Wine is not installed. Debian's `wine` wrapper would ask for 32-bit packages. */
export function findWine() {
  return findProgram('wine64') ?? ['/usr/lib/wine/wine64'].find((path) => existsSync(path)) ?? findProgram('wine');
}

/** The environment of every Windows program. Without a display unless one is given. */
export function wineEnvironment({ display, ...more } = {}) {
  const environment = { ...process.env, ...more };
  for (const name of ['DISPLAY', 'NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'XDG_RUNTIME_DIR']) delete environment[name];
  if (display) environment.DISPLAY = display;
  const overrides = {
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=',
  };
  // The last one: a start-menu entry of Windows would become one of this machine's desktop.
  return Object.assign(environment, overrides);
}

const driveC = join(prefix, 'drive_c');

/** A path as Windows programs see it: Wine's drive Z is `/`, and C a folder of the prefix. */
export function windowsPath(path) {
  const [drive, rest] = path.startsWith(`${driveC}/`) ? ['C:', path.slice(driveC.length)] : ['Z:', path];
  return `${drive}${rest.replaceAll('/', '\\')}`;
}

function registerFonts() {
  const folder = join(prefix, 'drive_c', 'windows', 'Fonts');
  for (const file of readdirSync(fontsFolder).filter((name) => name.startsWith('tahoma'))) {
    copyFileSync(join(fontsFolder, file), join(folder, file));
  }
  const values = { 'Tahoma (TrueType)': 'tahoma.ttf', 'Tahoma Bold (TrueType)': 'tahomabd.ttf' };
  return Object.entries(values).map(([name, file]) => ['reg', 'add', fontsKey, '/v', name, '/d', file, '/f']);
}

/** Makes the prefix once: Windows 10, with the Tahoma without which Chromium overflows its stack in font fallback. */
export async function prepareWine() {
  const wine = findWine();
  if (!wine) throw new Refusal('Wine is missing: on Debian and Ubuntu, `apt-get install wine wine64 fonts-wine`.');
  const done = join(prefix, 'framelatch-ready');
  if (existsSync(done)) return;
  mkdirSync(prefix, { recursive: true });
  const options = { env: wineEnvironment() };
  await step('Preparing Wine, 1 of 3', wine, ['wineboot', '-i'], options);
  await step('Preparing Wine, 2 of 3', wine, ['winecfg', '-v', 'win10'], options);
  for (const args of registerFonts()) await step('Preparing Wine, 3 of 3', wine, args, options);
  writeFileSync(done, '');
}

/** Starts a Windows program; both output streams go to `outputFile`. */
export function startWindows(program, args, outputFile, { cwd, env = wineEnvironment(), stdin = 'ignore' } = {}) {
  const output = openSync(outputFile, 'w');
  try {
    return spawn(findWine(), [windowsPath(program), ...args], { cwd, env, stdio: [stdin, output, output] });
  } finally {
    closeSync(output);
  }
}

/** Runs a Windows program to its end; resolves to its exit code and what it wrote. */
export function runWindows(program, args, outputFile, { timeoutMs = 120_000, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = startWindows(program, args, outputFile, options);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, output: readFileSync(outputFile, 'utf8') });
    });
  });
}

/** Ends what still runs in our prefix, and only there. */
export function stopWine() {
  const server = findProgram('wineserver') ?? '/usr/lib/wine/wineserver64';
  spawnSync(server, ['-k'], { env: wineEnvironment(), stdio: 'ignore' });
}
