import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';

import { _electron, type Page } from 'playwright-core';

import { root } from '../../support/paths';
import { decode } from 'fast-png';

/** Runs a Windows program under Wine, with its output passed on: what Playwright and readline can follow. */
const wineApp = join(root, 'scripts', 'wine-app.mjs');
const windowsFolder = join(root, 'out', 'native', 'win32-x64');
const packagedApp = join(root, 'dist', 'win-unpacked', 'Framelatch.exe');

function environment(display: string, program: string): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(kept), DISPLAY: display, FRAMELATCH_WINE_PROGRAM: program };
}

/** The app that the tests package, in a Windows Electron. */
export function openWindowsApp(context: TestContext, display: string, ...args: string[]): Promise<Page> {
  return openApp(context, display, packagedApp, args);
}

/** An executable of the app, wherever it is. Without a GPU process, which crashes under Wine. */
export async function openApp(
  context: TestContext,
  display: string,
  executable: string,
  args: readonly string[] = [],
): Promise<Page> {
  const app = await _electron.launch({
    executablePath: wineApp,
    args: ['--disable-gpu', ...args],
    env: environment(display, executable),
    timeout: 60_000,
  });
  const output: string[] = [];
  app.process().stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  context.after(async () => {
    await app.close();
    context.diagnostic(`the app said: ${output.join('').slice(-2000)}`);
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(30_000);
  return page;
}

/** `fault_producer.exe` (native/test/windows/) beside the app: another Windows process. */
export class WineProducer {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  static start(context: TestContext, display: string, ...args: string[]): Promise<WineProducer> {
    return WineProducer.#run(context, display, 'fault_producer.exe', args);
  }

  /** `hook_simulator.exe`: a hook that nobody captures. */
  static startHook(context: TestContext, display: string, pid: string): Promise<WineProducer> {
    return WineProducer.#run(context, display, 'hook_simulator.exe', [pid]);
  }

  static async #run(context: TestContext, display: string, name: string, args: string[]): Promise<WineProducer> {
    const program = join(windowsFolder, name);
    const child = spawn(wineApp, args, { env: environment(display, program), stdio: ['ignore', 'ignore', 'pipe'] });
    const producer = new WineProducer(child);
    context.after(() => producer.kill());
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.trim() === 'ready') return producer;
    }
    throw new Error(`${name} ${args.join(' ')} ended before it was ready`);
  }

  /** SIGKILL under Wine is what TerminateProcess is on Windows: no clean-up, whatever it holds. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}

/** The pixel in the middle of the canvas as the screen shows it: red, green, blue. */
export async function middlePixel(page: Page): Promise<readonly number[]> {
  const { width, height, data, channels } = decode(await page.getByTestId('canvas').screenshot());
  const at = (Math.floor(height / 2) * width + Math.floor(width / 2)) * channels;
  return Array.from(data.subarray(at, at + 3));
}

const patienceMs = 30_000;

export const untilState = (page: Page, state: string) => page.getByTestId('status-state').getByText(state).waitFor();

/** What is drawn follows what is said, and between two sizes the canvas is empty for a moment. */
export async function untilPixel(page: Page, expected: readonly number[]): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const look = async () => (await middlePixel(page)).slice(0, expected.length);
  let found = await look();
  while (!isDeepStrictEqual(found, expected) && Date.now() < deadline) found = await look();
  assert.deepEqual(found, expected);
}

/** fault_producer's frames: R = 0x80, G = 0x40, B counts. */
export async function seePixels(page: Page, mayBeEmpty = false): Promise<void> {
  await untilState(page, 'Live');
  await untilPixel(page, [0x80, 0x40]);
  const blues = new Set<number>();
  const deadline = Date.now() + patienceMs;
  while (blues.size < 3 && Date.now() < deadline) {
    const [red, green, blue = -1] = await middlePixel(page);
    if (mayBeEmpty && red !== 0x80) continue;
    assert.deepEqual([red, green], [0x80, 0x40]);
    blues.add(blue);
  }
  assert.ok(blues.size >= 3, `the picture moves; blue was ${[...blues].join(', ')}`);
}
