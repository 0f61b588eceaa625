import { after, before, type TestContext } from 'node:test';

import type { Page } from 'playwright-core';

import { findProgram, requireProgram } from '../../support/requires';
import { FakeWindows } from './window';

export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

interface Windows {
  /** A window in a scenario, settled. */
  open(context: TestContext, scenario: string, size?: { width: number; height: number }): Promise<Opened | null>;
  /** One from its first moment, before anything was answered. */
  begin(context: TestContext, query: string): Promise<Opened | null>;
}

/** For a file of tests: windows that are closed with their test; `null` where there is no Chromium. */
export function windowsForTests(): Windows {
  let windows: FakeWindows | null = null;
  before(async () => {
    if (findProgram('chromium')) windows = await FakeWindows.start();
  });
  after(() => windows?.close());
  const during = async (context: TestContext, opening: (windows: FakeWindows) => Promise<Opened>) => {
    if (!requireProgram(context, 'chromium', 'chromium') || !windows) return null;
    const opened = await opening(windows);
    context.after(() => opened.page.close());
    return opened;
  };
  return {
    open: (context, scenario, size) => during(context, (all) => all.open(scenario, size)),
    begin: (context, query) => during(context, (all) => all.begin(query)),
  };
}

/** What the viewer has asked its shell for. */
export const callsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as { framelatch: { calls: readonly string[] } }).framelatch.calls);
