import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { createPrivateFolder } from '../engine/private-folder';

/** A browser that we started with a profile of its own. */
export interface OpenedBrowser {
  /** Tells its page from any other browser's. */
  readonly mark: string;
  readonly profile: string;
  close(): Promise<void>;
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function windowsPaths(): string[] {
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]).filter(Boolean);
  const tails = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  return roots.flatMap((root) => tails.map((tail) => join(root as string, tail)));
}

/** The first installed browser of the Chromium family, or null. */
export function findBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const linux = () => linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  const candidates = process.platform === 'darwin' ? macPaths : process.platform === 'win32' ? windowsPaths() : linux();
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Opens the viewer as an app window; or says in one sentence why not. */
export function openBrowser(url: string, { noSandbox }: { noSandbox: boolean }): OpenedBrowser | { reason: string } {
  if (!hasDisplay()) return { reason: 'No browser was opened, because there is no display.' };
  const path = findBrowser();
  if (!path) return { reason: 'No browser of the Chromium family is installed here: open the address in any browser.' };
  if (process.getuid?.() === 0 && !noSandbox) {
    return {
      reason: 'No browser was opened, because Chromium does not run as root with its sandbox; --no-sandbox drops it.',
    };
  }
  const profile = createPrivateFolder('browser');
  const mark = randomBytes(16).toString('hex');
  const flags = ['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-sync'];
  const child = spawn(
    path,
    [
      `--app=${url}&mark=${mark}`,
      `--user-data-dir=${profile}`,
      '--window-size=1280,720',
      ...flags,
      ...(noSandbox ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  return {
    mark,
    profile,
    close: async () => {
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
