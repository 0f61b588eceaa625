import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type * as PerfHooksModule from 'node:perf_hooks';

import { _electron, type ElectronApplication, type Page } from 'playwright-core';

import type { Measurement } from '../protocol/measurement';

type PerfHooks = typeof PerfHooksModule;

export interface AppStart {
  readonly executable: string;
  readonly display: string;
  readonly transport: 'ring' | 'port';
  /** The source's number. */
  readonly source: number;
  /** As users have it: no stamps are read back, and no clock ticks with the display. */
  readonly isPlain?: true;
}

/** The packaged app in a measurement run: its worker reads the producer's stamps back after drawing. */
export class MeasuredApp {
  readonly #app: ElectronApplication;
  readonly #page: Page;
  readonly #userData: string;

  private constructor(app: ElectronApplication, page: Page, userData: string) {
    this.#app = app;
    this.#page = page;
    this.#userData = userData;
  }

  static async open({ executable, display, transport, source, isPlain }: AppStart): Promise<MeasuredApp> {
    const userData = mkdtempSync(join(tmpdir(), 'framelatch-bench-'));
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const app = await _electron.launch({
      executablePath: executable,
      // Playwright would drop the sandbox by itself.
      chromiumSandbox: sandbox.length === 0,
      args: [
        ...sandbox,
        `--user-data-dir=${userData}`,
        ...(isPlain ? [] : ['--measure']),
        `--transport=${transport}`,
        `--source=${source}`,
      ],
      env: { ...(process.env as Record<string, string>), DISPLAY: display },
    });
    const page = await app.firstWindow();
    await page.getByTestId('actual-size').click();
    await page.locator('[data-testid=canvas]:not([data-size="0x0"])').waitFor();
    // Until the clocks are related and Chromium has settled.
    await page.waitForTimeout(3000);
    return new MeasuredApp(app, page, userData);
  }

  get pid(): number {
    return this.#app.process().pid ?? 0;
  }

  /** Begins to watch the main process's event loop; ten milliseconds apart, so that the watching costs nothing. */
  async watchEventLoop(): Promise<void> {
    await this.#app.evaluate(() => {
      const { monitorEventLoopDelay } = process.mainModule!.require('node:perf_hooks') as PerfHooks;
      const histogram = monitorEventLoopDelay({ resolution: 10 });
      histogram.enable();
      (globalThis as { framelatchLoop?: typeof histogram }).framelatchLoop = histogram;
    });
  }

  /** The delay's 99th percentile since then, in ms. The timer's own interval is not counted. */
  async eventLoopP99(): Promise<number> {
    const nanoseconds = await this.#app.evaluate(() => {
      const { framelatchLoop } = globalThis as unknown as { framelatchLoop: { percentile(p: number): number } };
      return framelatchLoop.percentile(99);
    });
    return Math.max(0, nanoseconds / 1e6 - 10);
  }

  async measurement(): Promise<Measurement> {
    return this.#page.evaluate(() => {
      const { framelatchMeasurement } = globalThis as unknown as { framelatchMeasurement: () => Promise<Measurement> };
      return framelatchMeasurement();
    });
  }

  async close(): Promise<void> {
    await this.#app.close();
    rmSync(this.#userData, { recursive: true, force: true, maxRetries: 5 });
  }
}
