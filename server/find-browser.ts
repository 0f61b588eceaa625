import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const linuxNames = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'chromium-browser',
];
const macPaths = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const windowsTails = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];
const largestScript = 16 * 1024;

/** The first installed browser of the Chromium family that may use a profile of ours, or null. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  return candidates(env).find((path) => isExecutable(path) && !isSnap(path)) ?? null;
}

function candidates(env: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform === 'darwin') return macPaths;
  if (process.platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return roots.flatMap((root) => (root ? windowsTails.map((tail) => join(root, ...tail)) : []));
  }
  return onPath(env, linuxNames);
}

function onPath(env: NodeJS.ProcessEnv, names: readonly string[]): readonly string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** What opens an address in whatever browser the user has chosen, or null. */
export function findOpener(env: NodeJS.ProcessEnv = process.env): { command: string; args: string[] } | null {
  if (process.platform === 'darwin') return { command: '/usr/bin/open', args: [] };
  if (process.platform === 'win32') return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] };
  const command = onPath(env, ['xdg-open']).find(isExecutable);
  return command === undefined ? null : { command, args: [] };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A snap sees neither the runtime folder nor /dev/shm of its user. Ubuntu's chromium-browser is a script that starts one. */
function isSnap(path: string): boolean {
  const real = realpathSync(path);
  if (path.startsWith('/snap/') || real.startsWith('/snap/') || real === '/usr/bin/snap') return true;
  return statSync(real).size <= largestScript && readFileSync(real, 'utf8').includes('/snap/bin/');
}
