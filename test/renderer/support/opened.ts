import { after, before, type TestContext } from 'node:test';

import type { Page } from 'playwright-core';

import { findProgram, requireProgram } from '../../support/requires';
import { FakeWindows } from './window';

export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

type Open = (
  context: TestContext,
  scenario: string,
  size?: { width: number; height: number },
) => Promise<Opened | null>;

/** For a file of tests: opens a window in a scenario, closed with its test; `null` where there is no Chromium. */
export function windowsForTests(): Open {
  let windows: FakeWindows | null = null;
  before(async () => {
    if (findProgram('chromium')) windows = await FakeWindows.start();
  });
  after(() => windows?.close());
  return async (context, scenario, size) => {
    if (!requireProgram(context, 'chromium', 'chromium') || !windows) return null;
    const opened = await windows.open(scenario, size);
    context.after(() => opened.page.close());
    return opened;
  };
}

/** What the viewer has asked its shell for. */
export const callsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as { framelatch: { calls: readonly string[] } }).framelatch.calls);
