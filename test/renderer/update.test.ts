import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Page } from 'playwright-core';

import type { UpdateView } from '../../protocol/update';
import { callsOf, windowsForTests } from './support/opened';

/* Newer versions: a line that waits, and never more than that. */

const { open } = windowsForTests();
const tell = (page: Page, view: UpdateView) =>
  page.evaluate((told) => (window as unknown as { tellUpdate: (view: UpdateView) => void }).tellUpdate(told), view);
const choices = async (page: Page) => (await callsOf(page)).filter((call) => call.startsWith('update '));

const notes = 'Faster.\n\n<b>Bold</b> \u202Egnidaelsim';

test('a newer version is a calm line with every choice, and nothing when there is none', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  const { page, complaints } = opened;
  const bar = page.getByTestId('update-bar');
  assert.equal(await bar.count(), 0);
  await tell(page, { kind: 'available', version: '0.2.0', notes });
  assert.match(await bar.innerText(), /^Framelatch 0\.2\.0 is available/);
  const labels = await bar.getByRole('button').allInnerTexts();
  assert.deepEqual(labels, ['What’s new', 'Download and restart', 'Not now', 'Skip this version']);
  assert.ok(await page.getByTestId('canvas').isVisible(), 'the picture stays');
  for (const choice of ['later', 'skip', 'install']) await page.getByTestId(`update-${choice}`).click();
  assert.deepEqual(await choices(page), ['update later', 'update skip', 'update install']);
  await tell(page, { kind: 'none' });
  await bar.waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
});

test('what is new is plain text, with nothing hidden in it', async (context) => {
  const opened = await open(context, 'list');
  if (!opened) return;
  const { page } = opened;
  await tell(page, { kind: 'available', version: '0.2.0', notes });
  const button = page.getByTestId('update-notes');
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await button.focus();
  await page.keyboard.press('Enter');
  const text = await page.locator('.update-bar .notes').innerText();
  assert.equal(text, 'Faster.\n\n<b>Bold</b> \\u{202e}gnidaelsim');
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await tell(page, { kind: 'available', version: '0.3.0', notes: '' });
  assert.equal(await button.count(), 0, 'nothing is said of another version');
});

test('a download shows how far it is and can be stopped; then it says that it restarts', async (context) => {
  const opened = await open(context, 'list');
  if (!opened) return;
  const { page } = opened;
  await tell(page, { kind: 'downloading', version: '0.2.0', received: 12_340_000, bytes: 88_000_000 });
  const progress = page.getByRole('progressbar', { name: 'Download' });
  assert.equal(await progress.innerText(), '12.3 of 88.0 MB');
  await page.getByTestId('update-stop').click();
  assert.deepEqual(await choices(page), ['update stop']);
  await tell(page, { kind: 'installing', version: '0.2.0' });
  assert.match(await page.getByTestId('update-bar').innerText(), /starts by itself/);
  await tell(page, { kind: 'current', version: '0.2.0' });
  assert.match(await page.getByTestId('update-bar').innerText(), /0\.2\.0 is the newest version/);
});

test('a refusal says what was found and what to do, with its code, and goes when it is dismissed', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  const { page } = opened;
  const error = {
    code: 'update-older',
    operation: 'accept',
    target: 'https://example.com/latest-linux.yml',
    reason: 'found version 0.1.0, expected 0.2.0 or a newer one',
    next: 'Try again later.',
  } as const;
  await tell(page, { kind: 'refused', error });
  const bar = page.getByTestId('update-refused');
  const text = await bar.innerText();
  assert.match(text, /An older version was refused as an update/);
  assert.match(text, /Cannot accept https:\/\/example\.com\/latest-linux\.yml: found version 0\.1\.0/);
  assert.equal(await bar.getByTestId('error-code').innerText(), 'update-older');
  await bar.getByRole('button', { name: 'Dismiss' }).click();
  assert.deepEqual(await choices(page), ['update later']);
});
