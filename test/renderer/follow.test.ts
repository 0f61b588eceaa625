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

test('a program is saved under a name by the keyboard alone, whatever its hook is called next time', async (context) => {
  const opened = await open(context, 'program-back');
  if (!opened) return;
  const { page } = opened;
  const label = /^Save superposition\.exe under a name of your own$/;
  await page.getByRole('switch', { name: 'Follow superposition.exe' }).focus();
  await page.keyboard.press('Tab');
  const isFocused = (element: Element) => element === document.activeElement;
  assert.ok(await page.getByRole('button', { name: label }).evaluate(isFocused), 'it comes after the switch');
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: label });
  await field.waitFor();
  assert.ok(await field.evaluate(isFocused));
  await page.keyboard.type('my game');
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
  const saves = (await callsOf(page)).filter((call) => call.startsWith('save'));
  assert.deepEqual(saves, ['save my game = program:superposition.exe']);
});

test('a saved program is the one selected, and can be forgotten', async (context) => {
  const opened = await open(context, 'program-saved');
  if (!opened) return;
  const { page } = opened;
  assert.match(await page.locator('[role="option"][aria-selected="true"]').innerText(), /my game/);
  await page.getByRole('button', { name: 'Forget my game' }).click();
  assert.ok((await callsOf(page)).includes('forget my game'));
});
