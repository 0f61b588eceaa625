import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';

import type { Page } from 'playwright-core';

import { startDisplay } from '../../e2e/support/display';
import { requireProgram } from '../../support/requires';
import { middlePixel, openWindowsApp, seePixels, untilPixel, untilState, WineProducer } from './windows-app';

async function killAndRestart(context: TestContext, page: Page, display: string): Promise<void> {
  const producer = await WineProducer.start(context, display, 'capture', 'CaptureHook', '3070');
  await page.getByTestId('source-CaptureHook_HookInfo3070').click();
  await seePixels(page);
  await producer.kill();
  await untilState(page, 'Producer gone');
  assert.deepEqual((await middlePixel(page)).slice(0, 2), [0x80, 0x40], 'the last picture stays');
  await WineProducer.start(context, display, 'capture', 'CaptureHook', '3070');
  await seePixels(page);
}

async function resize(context: TestContext, page: Page, display: string): Promise<void> {
  await WineProducer.start(context, display, 'resize', 'GameCapture', '3071');
  await page.getByTestId('source-GameCapture_HookInfo3071').click();
  for (const shape of ['96 × 32', '64 × 48']) await page.getByTestId('status-shape').getByText(shape).waitFor();
  await seePixels(page, true);
}

async function killUnderTheLock(context: TestContext, page: Page, display: string): Promise<void> {
  const producer = await WineProducer.start(context, display, 'hold', 'CaptureHook', '3072');
  await page.getByTestId('source-CaptureHook_HookInfo3072').click();
  await untilState(page, 'Waiting');
  await producer.kill();
  await untilState(page, 'Producer gone');
  // What it wrote last before it was killed.
  await untilPixel(page, [0x80, 0x40, 10]);
}

async function attach(context: TestContext, page: Page, display: string): Promise<void> {
  await WineProducer.startHook(context, display, '3073');
  await page.getByTestId('source-CaptureHook_HookInfo3073').click();
  await page.getByText('The hook is idle').first().waitFor();
  await page.getByTestId('attach').click();
  await untilState(page, 'Live');
  await page.getByTestId('hook-log').getByText('capturing 64 x 48 in memory').waitFor();
  await page.getByTestId('attach').click();
  await page.getByText('The hook is idle').first().waitFor();
}

async function badName(page: Page): Promise<void> {
  const box = page.getByTestId('name-box');
  await box.fill('no\\such\\name');
  await box.press('Enter');
  await page.getByTestId('error-code').getByText('name-invalid').waitFor();
}

// One display for all: Wine's desktop goes with it.
test('the packaged app in a Windows Electron, beside Windows producers', async (whole) => {
  if (!requireProgram(whole, 'Xvfb', 'xvfb')) return;
  const display = await startDisplay(whole);
  for (const transport of ['ring', 'port']) {
    await whole.test(`over the ${transport}`, async (context) => {
      const page = await openWindowsApp(context, display, `--transport=${transport}`);
      await context.test('pixels, through a kill and a restart', (step) => killAndRestart(step, page, display));
      assert.match((await page.getByTestId('status').textContent()) ?? '', new RegExp(transport, 'i'));
      await context.test('a resize', (step) => resize(step, page, display));
      await context.test('a kill under the lock', (step) => killUnderTheLock(step, page, display));
      await context.test('attaching to a hook', (step) => attach(step, page, display));
      await context.test('a bad name', () => badName(page));
    });
  }
});
