import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright-core';

import { root } from '../../support/paths';
import { findProgram } from '../../support/requires';

const viewer = join(root, 'out', 'renderer');
const rolldown = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
// One for each file of tests: they run beside each other.
const fakeShell = join(root, 'out', `fake-shell-${process.pid}.js`);
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
// As strict as the shells' own.
const policy = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'";

/** The built viewer in Chromium, before the fake shell. */
export class FakeWindows {
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<FakeWindows> {
    const entry = join(root, 'test', 'renderer', 'fake-shell', 'main.ts');
    execFileSync(process.execPath, [rolldown, entry, '--file', fakeShell, '--format', 'iife'], { stdio: 'ignore' });
    const server = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://localhost');
      const file = fileFor(pathname);
      const type = types[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(contentOf(file));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const executablePath = findProgram('chromium') ?? 'chromium';
    return new FakeWindows(server, await chromium.launch({ executablePath, args: [...flags, '--disable-gpu'] }));
  }

  /** A window in one of the fake shell's scenarios, settled; what its console said against it is in `complaints`. */
  async open(scenario: string, size = { width: 1280, height: 720 }): Promise<{ page: Page; complaints: string[] }> {
    const opened = await this.begin(`scenario=${scenario}`, size);
    await opened.page.waitForFunction(() => document.documentElement.dataset['settled'] === 'true');
    return opened;
  }

  /** The same from the first moment, before anything was answered. */
  async begin(query: string, size = { width: 1280, height: 720 }): Promise<{ page: Page; complaints: string[] }> {
    const page = await this.#browser.newPage({ viewport: size });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?${query}`);
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(fakeShell, { force: true });
  }
}

function fileFor(pathname: string): string {
  if (pathname === '/fake-shell.js') return fakeShell;
  return join(viewer, normalize(pathname === '/' ? '/index.html' : pathname));
}

function contentOf(file: string): string | Buffer {
  if (!file.endsWith('index.html')) return readFileSync(file);
  return readFileSync(file, 'utf8').replace('<script ', '<script src="/fake-shell.js"></script><script ');
}
