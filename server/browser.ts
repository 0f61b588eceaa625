import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { createPrivateFolder } from '../engine/private-folder';
import { findBrowser, findOpener } from './find-browser';
import { stranger, type Visitor } from './session-cookie';

export interface BrowserOptions {
  /** Chromium runs without its sandbox. */
  readonly noSandbox: boolean;
  /** The address to open by a browser of which that much is known; each call makes one that works once. */
  readonly address: (visitor: Visitor) => string;
  /** Takes a sentence for the user. */
  readonly say: (sentence: string) => void;
}

export interface OpenedBrowser {
  /** Ends the browser if it is one of our own, and removes its profile. */
  close(): Promise<void>;
}

const diedAtOnceMs = 5000;
const politeMs = 3000;
const flags = [
  '--window-size=1280,720',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // All the same it would ask its maker for accounts, forms, extensions and updates: whatever is not on this machine goes to a
  // port of it that only root could serve, and the names of servers for DNS over HTTPS are not looked up.
  '--proxy-server=http://127.0.0.1:9',
  '--disable-features=DnsOverHttps,DnsOverHttpsUpgrade',
  // No question for the keyring's password: the profile keeps nothing.
  '--password-store=basic',
  '--use-mock-keychain',
];

/** Opens the viewer in a Chromium of our own, else in the user's browser, or says in one sentence why in none. */
export function openBrowser(options: BrowserOptions): OpenedBrowser | null {
  if (!hasDisplay()) return refuse(options, 'No browser was opened, because there is no display.');
  const chromium = findBrowser();
  if (chromium === null) return openDefaultBrowser(options);
  if (process.getuid?.() === 0 && !options.noSandbox) {
    return refuse(
      options,
      'No browser was opened, because Chromium’s sandbox does not work as root; --no-sandbox drops it.',
    );
  }
  return openOwnBrowser(chromium, options);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

function refuse({ say }: BrowserOptions, sentence: string): null {
  say(sentence);
  return null;
}

/** As an app window, with a profile of our own in memory: its frame ring is below it. */
function openOwnBrowser(path: string, { noSandbox, address, say }: BrowserOptions): OpenedBrowser {
  const profile = createPrivateFolder('browser');
  const url = address({ ringFolder: profile, sandboxed: !noSandbox });
  const args = [`--app=${url}`, `--user-data-dir=${profile}`, ...flags, ...(noSandbox ? ['--no-sandbox'] : [])];
  const child = spawn(path, args, { stdio: 'ignore' });
  const ended = endOf(child, path, say);
  // The browser writes on its way out, and its helpers a little longer.
  const removed = ended.then(() => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return {
    close: async () => {
      child.kill();
      const impatience = setTimeout(() => child.kill('SIGKILL'), politeMs);
      await removed;
      clearTimeout(impatience);
    },
  };
}

function openDefaultBrowser({ address, say }: BrowserOptions): OpenedBrowser | null {
  const opener = findOpener();
  if (!opener) {
    say('No browser was opened, because none of the Chromium family is installed: open the address in any other.');
    return null;
  }
  const child = spawn(opener.command, [...opener.args, address(stranger)], { stdio: 'ignore', detached: true });
  void endOf(child, opener.command, say);
  child.unref();
  return { close: async () => {} };
}

/** Resolves when the program has ended; one that could not start, or ended with an error at once, is worth a sentence. */
function endOf(child: ChildProcess, path: string, say: (sentence: string) => void): Promise<void> {
  const started = Date.now();
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(`No browser was opened, because ${path} cannot be started (${error.message}).`);
      resolve();
    });
    child.once('exit', (code) => {
      const failed = code !== null && code !== 0 && Date.now() - started < diedAtOnceMs;
      if (failed) say(`${path} ended at once with code ${code}: open the address in any browser.`);
      resolve();
    });
  });
}
