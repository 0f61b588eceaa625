import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Page } from 'playwright-core';

import { callsOf, windowsForTests } from './support/opened';

/* The window by keyboard: where the focus goes, and which keys act. */

const { open } = windowsForTests();
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('data-testid') ?? element?.className ?? '';
  });
const pressed = async (page: Page, id: string) => (await page.getByTestId(id).getAttribute('aria-pressed')) === 'true';

test('opening moves the focus to the picture, where single keys act; Escape leaves the box', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  const { page } = opened;
  const { keyboard } = page;
  await keyboard.press('/');
  await keyboard.type('4242');
  assert.equal(await focused(page), 'name-box');
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.className.includes('view'));
  assert.equal(await page.getByTestId('name-box').inputValue(), '');
  await keyboard.press('p');
  assert.equal(await pressed(page, 'pixelated'), true);
  await keyboard.press('s');
  assert.ok((await callsOf(page)).includes('snapshot 2'));
  await keyboard.press('/');
  await keyboard.type('p');
  assert.equal(await page.getByTestId('name-box').inputValue(), 'p', 'a letter in the box is a letter');
  await keyboard.press('Escape');
  assert.match(await focused(page), /view/);
  assert.equal(await page.getByTestId('name-box').inputValue(), '');
  await keyboard.press('p');
  assert.equal(await pressed(page, 'pixelated'), false);
});

test('after a click in the list single keys act as well, and in the list itself', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  const { page } = opened;
  await page.getByTestId('source-GameCapture_HookInfo991').click();
  await page.waitForFunction(() => document.activeElement?.className.includes('view'));
  await page.keyboard.press('1');
  await page.waitForFunction(() => document.querySelector('[data-testid="actual-size"][data-selected]'));
  await page.getByTestId('source-CaptureHook_HookInfo7012').focus();
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.querySelector('[data-testid="fit"][data-selected]'));
});

test('the focus goes from the box over the list to the tools, and each stop can be seen', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  const { page } = opened;
  await page.getByTestId('name-box').focus();
  const stops: string[] = [];
  for (let count = 0; count < 6; count++) {
    await page.keyboard.press('Tab');
    stops.push(await focused(page));
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    assert.notEqual(ring, 'none', stops.at(-1));
  }
  assert.match(stops[0] ?? '', /^source-/);
  assert.ok(stops.indexOf('fit') > 0, stops.join(' '));
});

test('what was typed stays when it could not be opened', async (context) => {
  const opened = await open(context, 'refused');
  if (!opened) return;
  const { page } = opened;
  await page.getByTestId('name-box').fill('48213');
  await page.getByTestId('name-box').press('Enter');
  await page.getByTestId('error-bar').waitFor();
  assert.equal(await page.getByTestId('name-box').inputValue(), '48213');
});
