import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { _electron, chromium, type Browser, type ElectronApplication, type Page } from 'playwright-core';

import { atEnd } from '../../support/cleanup';
import { Conversation } from '../../support/processes';
import { cliScript, root } from '../../support/paths';
import { findProgram, requireProgram } from '../../support/requires';
import { startDisplay } from './display';

export const packagedApp = join(root, 'dist', 'linux-unpacked', 'framelatch');

/** A viewer in front of a test: whichever shell it runs in, a page with the same test ids. */
export interface Viewer {
  readonly page: Page;
  /** Null in a browser. */
  readonly app: ElectronApplication | null;
  /** What the app wrote to its terminal. */
  output(): string;
  close(): Promise<void>;
}

export type ShellName = 'electron-ring' | 'electron-port' | 'chromium-ring' | 'chromium-websocket';

/** The transport that the status line must name. */
export const transportOf: Record<ShellName, string> = {
  'electron-ring': 'ring',
  'electron-port': 'port',
  'chromium-ring': 'ring',
  'chromium-websocket': 'WebSocket',
};

export function canRun(context: TestContext, shell: ShellName): boolean {
  if (!requireProgram(context, 'Xvfb', 'xvfb')) return false;
  return shell.startsWith('electron') || requireProgram(context, 'chromium', 'chromium');
}

/** Chromium refuses to run as root with its sandbox. */
export const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-e2e-'));
  atEnd(context, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

const openViewers = new WeakMap<TestContext, Viewer[]>();

/** The viewers that a test opened, for the evidence of a failure. */
export function viewersOf(context: TestContext): readonly Viewer[] {
  return openViewers.get(context) ?? [];
}

function remember(context: TestContext, viewer: Viewer): Viewer {
  openViewers.set(context, [...viewersOf(context), viewer]);
  return viewer;
}

export async function openViewer(context: TestContext, shell: ShellName, args: string[] = []): Promise<Viewer> {
  const display = await startDisplay(context);
  if (shell.startsWith('electron')) {
    const transport = shell === 'electron-port' ? ['--transport=port'] : [];
    return openElectron(context, { display, userData: temporaryFolder(context), args: [...transport, ...args] });
  }
  return remember(context, await openChromium(context, display, shell === 'chromium-ring'));
}

export interface ElectronStart {
  readonly display: string;
  readonly userData: string;
  readonly args?: readonly string[];
  /** Another than the one that the stage `app` has packaged. */
  readonly executable?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The packaged app, with its output kept for a failing test. */
export async function openElectron(context: TestContext, start: ElectronStart): Promise<Viewer> {
  const app = await _electron.launch({
    executablePath: start.executable ?? packagedApp,
    // Playwright would drop the sandbox by itself.
    chromiumSandbox: rootFlags.length === 0,
    args: [...rootFlags, `--user-data-dir=${start.userData}`, ...(start.args ?? [])],
    env: { ...cleanEnvironment(), ...start.env, DISPLAY: start.display },
  });
  const output: string[] = [];
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await app.close();
  };
  atEnd(context, close);
  return remember(context, { page: await app.firstWindow(), app, output: () => output.join(''), close });
}

/** The browser shell in Debian's Chromium: opened by the product itself it gets the ring, any other way the WebSocket. */
async function openChromium(context: TestContext, display: string, withRing: boolean): Promise<Viewer> {
  const profileNote = join(temporaryFolder(context), 'profile');
  const env = {
    ...process.env,
    DISPLAY: display,
    PATH: `${shim(context, profileNote)}:${process.env['PATH']}`,
    // The settings of whoever runs the tests are not theirs.
    XDG_CONFIG_HOME: temporaryFolder(context),
  };
  const flags = withRing ? ['--open', ...rootFlags] : [];
  const server = new Conversation(process.execPath, [cliScript, 'serve', ...flags], env);
  atEnd(context, async () => {
    server.child.kill('SIGTERM');
    await server.ended();
  });
  const url = /http:\S+/.exec(await server.next())?.[0] ?? '';
  return withRing ? attachToOwn(context, profileNote) : openStranger(context, url, display);
}

/** Stands in front of the real Chromium on the PATH: adds a debugging port and notes the profile. */
function shim(context: TestContext, profileNote: string): string {
  const folder = temporaryFolder(context);
  const script = [
    '#!/bin/sh',
    `for a in "$@"; do case "$a" in --user-data-dir=*) echo "\${a#*=}" > ${profileNote};; esac; done`,
    `exec ${findProgram('chromium')} --remote-debugging-port=0 --disable-gpu "$@"`,
  ];
  writeFileSync(join(folder, 'chromium'), `${script.join('\n')}\n`, { mode: 0o755 });
  return folder;
}

async function attachToOwn(context: TestContext, profileNote: string): Promise<Viewer> {
  const profile = (await readWhenThere(profileNote)).trim();
  const [port] = (await readWhenThere(join(profile, 'DevToolsActivePort'))).split('\n');
  const browser = await connect(`http://127.0.0.1:${port}`);
  atEnd(context, () => browser.close());
  const [window] = browser.contexts();
  if (!window) throw new Error('the browser that the server opened has no window');
  const page = window.pages()[0] ?? (await window.waitForEvent('page'));
  return { page, app: null, output: () => '', close: () => browser.close() };
}

/** A browser that is just starting sometimes never answers the first who connects. */
async function connect(address: string, triesLeft = 3): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(address, { timeout: 10_000 });
  } catch (thrown) {
    if (triesLeft === 1) throw thrown;
    return connect(address, triesLeft - 1);
  }
}

/** A browser that somebody points at the address by hand. */
export async function openStranger(context: TestContext, url: string, display: string): Promise<Viewer> {
  const browser = await chromium.launchPersistentContext(temporaryFolder(context), {
    executablePath: findProgram('chromium') ?? 'chromium',
    headless: false,
    viewport: { width: 1280, height: 720 },
    args: [...rootFlags, '--disable-background-networking', '--disable-gpu'],
    env: { ...cleanEnvironment(), DISPLAY: display },
  });
  atEnd(context, () => browser.close());
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(url);
  return { page, app: null, output: () => '', close: () => browser.close() };
}

async function readWhenThere(path: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    if (existsSync(path) && statSync(path).size > 0) return readFileSync(path, 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} did not appear`);
}

function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'));
}
