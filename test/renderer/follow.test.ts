import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Page } from 'playwright-core';

import { callsOf, windowsForTests } from './support/opened';

/* A program that starts again under another number. */

const { open } = windowsForTests();
const tellLater = (page: Page) => page.evaluate(() => (window as unknown as { tellLater: () => void }).tellLater());
const opens = async (page: Page) => (await callsOf(page)).filter((call) => call.startsWith('open'));
const second = 'open CaptureHook_HookInfo892';

test('a program that is back under another number is offered, and one action goes on with it', async (context) => {
  const opened = await open(context, 'program-back');
  if (!opened) return;
  const { page } = opened;
  assert.match(await page.getByTestId('evidence').innerText(), /turn on “Follow superposition\.exe”/);
  assert.equal(await page.getByTestId('follow-bar').count(), 0);
  await tellLater(page);
  assert.match(await page.getByTestId('follow-bar').innerText(), /^superposition\.exe is back as 892\./);
  assert.equal((await opens(page)).length, 1, 'nothing is opened unasked');
  await page.getByTestId('follow-CaptureHook_HookInfo892').click();
  await page.getByTestId('follow-bar').waitFor({ state: 'detached' });
  assert.equal((await opens(page)).at(-1), second);
});

test('once chosen, it goes on by itself, and the switch that attaches stays as it was', async (context) => {
  const opened = await open(context, 'program-back');
  if (!opened) return;
  const { page } = opened;
  await page.getByTestId('attach').click();
  await page.getByTestId('follow').click();
  assert.ok((await callsOf(page)).includes('settings {"followed":["superposition.exe"]}'));
  await tellLater(page);
  await page.waitForFunction(
    (wanted) => (window as unknown as { framelatch: { calls: string[] } }).framelatch.calls.includes(wanted),
    'attach 2 true',
  );
  assert.equal((await opens(page)).at(-1), second);
});
