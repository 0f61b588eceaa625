import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Page } from 'playwright-core';

import { scenarios } from './fake-shell/scenarios';
import { callsOf, windowsForTests } from './support/opened';

/* What the window shows in each state, before a shell that only plays its part. Real sources are in test/e2e. */

const { open, begin } = windowsForTests();

const canvasPlace = (page: Page) =>
  page.getByTestId('canvas').evaluate((canvas: HTMLElement) => [canvas.offsetLeft, canvas.offsetTop]);
/** A pointer's moves are drawn a moment later. */
const untilPlace = (page: Page, [left = 0, top = 0]: readonly number[]) =>
  page.waitForFunction(
    ([x, y]) => {
      const canvas = document.querySelector('canvas');
      return canvas?.offsetLeft === x && canvas?.offsetTop === y;
    },
    [left, top],
  );
for (const scenario of Object.keys(scenarios)) {
  test(`${scenario}: everything fits into 1280 × 720, and nothing is against the policy`, async (context) => {
    const opened = await open(context, scenario);
    if (!opened) return;
    const overflowing = await opened.page.evaluate(() =>
      [...document.querySelectorAll('html, body, .app, .stage, .sources, .status, .toolbar, .panel')]
        .filter(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => {
          return scrollHeight > clientHeight || scrollWidth > clientWidth;
        })
        .map((element) => element.className || element.tagName),
    );
    assert.deepEqual(overflowing, []);
    assert.deepEqual(opened.complaints, []);
  });
}

for (const scenario of ['stalled', 'gone', 'failed-later', 'suspect']) {
  test(`${scenario}: the picture is marked all around, and no pixel of it is covered`, async (context) => {
    const opened = await open(context, scenario);
    if (!opened) return;
    const { page } = opened;
    const mark = await page.getByTestId(scenario === 'suspect' ? 'mark-suspect' : 'mark-old').boundingBox();
    const canvas = await page.getByTestId('canvas').boundingBox();
    assert.ok(mark && canvas);
    assert.ok(mark.x <= canvas.x - 4 && mark.y <= canvas.y - 4);
    assert.ok(mark.x + mark.width >= canvas.x + canvas.width + 4);
    assert.ok(mark.y + mark.height >= canvas.y + canvas.height + 4);
    const onTop = await page.evaluate(({ x, y, width, height }) => {
      const points = [0.01, 0.25, 0.5, 0.75, 0.99].flatMap((u) => [0.01, 0.5, 0.99].map((v) => [u, v] as const));
      return points.map(([u, v]) => document.elementFromPoint(x + u * width, y + v * height)?.tagName);
    }, canvas);
    assert.deepEqual(new Set(onTop), new Set(['CANVAS']));
  });
}

test('live: no mark, no age', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  for (const id of ['mark-old', 'mark-suspect', 'age']) assert.equal(await opened.page.getByTestId(id).count(), 0, id);
});

test('a picture whose producer is gone has its age and its suspicion in words', async (context) => {
  const opened = await open(context, 'gone');
  if (!opened) return;
  assert.equal(await opened.page.getByTestId('age').innerText(), 'last frame 31.2 s ago');
  assert.equal(await opened.page.getByTestId('suspect').count(), 1);
});

test('by keyboard alone: find a name, open it, choose it from the list', async (context) => {
  const opened = await open(context, 'list');
  if (!opened) return;
  const { page } = opened;
  const { keyboard } = page;
  await keyboard.press('/');
  await keyboard.type('game');
  assert.equal(await page.getByRole('option').count(), 1);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await keyboard.press('/');
  await keyboard.type('4242');
  await keyboard.press('Enter');
  const opens = (await callsOf(page)).filter((call) => call.startsWith('open'));
  assert.deepEqual(opens, ['open GameCapture_HookInfo991', 'open 4242']);
});

test('what attaching cannot undo is asked first, and done by nothing but the answer', async (context) => {
  const shown = await open(context, 'hook-unprepared');
  if (!shown) return;
  const { page } = shown;
  const attaches = async () => (await callsOf(page)).filter((call) => call.startsWith('attach'));
  const question = page.getByTestId('attach-question');
  await page.getByTestId('attach').click();
  await question.getByText('This cannot be undone').waitFor();
  await question.getByText('has loaded DXGI').waitFor();
  await page.getByTestId('attach-leave').click();
  await question.waitFor({ state: 'detached' });
  assert.deepEqual(await attaches(), ['attach 1 true']);
  await page.getByTestId('attach').click();
  await page.getByTestId('attach-anyway').click();
  await question.waitFor({ state: 'detached' });
  assert.deepEqual(await attaches(), ['attach 1 true', 'attach 1 true', 'attach 1 true anyway']);
});

test('attaching is off until its switch is turned on, and the hook’s log is shown as text', async (context) => {
  const idle = await open(context, 'hook-idle');
  if (!idle) return;
  const toggle = idle.page.getByRole('switch', { name: 'Attach to this hook' });
  assert.equal(await toggle.isChecked(), false);
  assert.equal(await idle.page.getByTestId('hook-log').count(), 0);
  await idle.page.getByTestId('attach').click();
  assert.deepEqual(
    (await callsOf(idle.page)).filter((call) => call.startsWith('attach')),
    ['attach 1 true'],
  );
  const attached = await open(context, 'attached');
  assert.equal(await attached?.page.getByRole('switch', { name: 'Attach to this hook' }).isChecked(), true);
  const lines = await attached?.page.getByTestId('hook-log').locator('li').allInnerTexts();
  assert.equal(lines?.length, 14);
  assert.ok(!lines?.[1]?.includes('\u202e') && !lines?.[1]?.includes('\u001b'), 'what hides text is made visible');
  const isAtEnd = await attached?.page
    .getByTestId('hook-log')
    .evaluate((list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 4);
  assert.equal(isAtEnd, true);
});

test('an open source is saved under a name, and content is read as pixels of a size and a format', async (context) => {
  const camera = await open(context, 'camera');
  if (!camera) return;
  await camera.page.getByTestId('save-as').fill('my camera');
  await camera.page.getByTestId('save-as-submit').click();
  assert.deepEqual(
    (await callsOf(camera.page)).filter((call) => call.startsWith('save')),
    ['save my camera = CaptureHook_HookInfo48213 as virtual-camera bt601 full'],
  );
  const saved = await open(context, 'camera-saved');
  assert.ok(saved);
  assert.match(await saved.page.getByTestId('saved-as').innerText(), /Saved as my camera 1/);
  await saved.page.getByTestId('forget-source').click();
  assert.ok((await callsOf(saved.page)).includes('forget my camera 1'));
  const block = await open(context, 'block-raw');
  assert.ok(block);
  await block.page.getByRole('tab', { name: 'Picture' }).click();
  await block.page.getByTestId('raw-words').fill('2x1 R8G8B8A8_UNORM');
  await block.page.getByTestId('raw-words-submit').click();
  const canvas = block.page.getByTestId('raw-picture');
  await canvas.waitFor();
  const pixels = await canvas.evaluate((element) => {
    const context2d = (element as HTMLCanvasElement).getContext('2d');
    return [...(context2d?.getImageData(0, 0, 2, 1).data ?? [])];
  });
  assert.deepEqual(pixels, [255, 0, 0, 255, 0, 255, 0, 255]);
});

test('of a pipe, every frame or the latest alone is chosen', async (context) => {
  const opened = await open(context, 'pipe');
  if (!opened) return;
  assert.equal(await opened.page.getByTestId('pace').inputValue(), 'every');
  await opened.page.getByTestId('pace').selectOption('latest');
  assert.ok((await callsOf(opened.page)).includes('open pipe:render as pipe latest'));
});

test('a click opens, and the session before is closed', async (context) => {
  const opened = await open(context, 'live');
  if (!opened) return;
  await opened.page.getByTestId('source-CaptureHook_HookInfo7012').click();
  const calls = (await callsOf(opened.page)).filter((call) => /^(open|close)/.test(call));
  assert.deepEqual(calls, ['open CaptureHook_HookInfo48213', 'close 1', 'open CaptureHook_HookInfo7012']);
});

test('what the user chooses before the stored settings come stands above them', async (context) => {
  const opened = await begin(context, 'scenario=live&holdSettings');
  if (!opened) return;
  const { page } = opened;
  context.after(() => page.close());
  await page.getByTestId('name-box').fill('4242');
  await page.getByTestId('name-box').press('Enter');
  await page.getByTestId('actual-size').click();
  await page.evaluate('answerSettings()');
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
  await page.getByTestId('canvas').waitFor();
  assert.equal(await page.getByTestId('actual-size').getAttribute('aria-checked'), 'true');
  const opens = (await callsOf(page)).filter((call) => call.startsWith('open'));
  assert.deepEqual(opens, ['open 4242']);
});

test('1:1 larger than the view moves by arrow keys, wheel and dragging, and stops at its edge', async (context) => {
  const opened = await open(context, 'actual-size');
  if (!opened) return;
  const { page } = opened;
  const [left = 0, top = 0] = await canvasPlace(page);
  await page.getByRole('region', { name: /Picture of/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await untilPlace(page, [left - 64, top - 64]);
  await page.mouse.move(700, 300);
  await page.mouse.down();
  await page.mouse.move(764, 364);
  await page.mouse.up();
  await untilPlace(page, [left, top]);
  await page.mouse.wheel(-5000, -5000);
  await untilPlace(page, [0, 0]);
});

test('an error of a request: title, evidence, next step, code', async (context) => {
  const opened = await open(context, 'refused');
  if (!opened) return;
  const text = await opened.page.getByTestId('error-bar').innerText();
  for (const part of [/Several sources/, /GameCapture_HookInfo48213/, /full name/, /name-ambiguous/])
    assert.match(text, part);
});

test('a small window keeps every figure and the whole picture', async (context) => {
  const opened = await open(context, 'stalled', { width: 900, height: 560 });
  if (!opened) return;
  const canvas = await opened.page.getByTestId('canvas').boundingBox();
  assert.ok(canvas && canvas.width > 500 && canvas.x + canvas.width <= 900 && canvas.y + canvas.height <= 560);
  const transport = await opened.page.getByTestId('status-transport').boundingBox();
  assert.ok(transport && transport.x + transport.width <= 900);
});
