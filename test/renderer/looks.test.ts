import assert from 'node:assert/strict';
import { test } from 'node:test';

import { windowsForTests } from './support/opened';

/* What could be lost on the way to the eye: in a narrow window, in forced colours, in a name. */

const { open } = windowsForTests();
const narrow = { width: 800, height: 600 };

test('headings: one of the first level, never empty, and no level is left out', async (context) => {
  for (const scenario of ['list', 'live', 'attached', 'gpu-texture']) {
    const opened = await open(context, scenario);
    if (!opened) return;
    const headings = await opened.page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map((heading) => [heading.tagName, heading.textContent?.trim() ?? ''] as const));
    assert.equal(headings.filter(([tag]) => tag === 'H1').length, 1, scenario);
    assert.ok(
      headings.every(([tag, text]) => text !== '' && tag < 'H3'),
      `${scenario}: ${headings.join(' | ')}`,
    );
  }
});

test('a name of the user’s is drawn with its spaces', async (context) => {
  const opened = await open(context, 'camera-saved');
  if (!opened) return;
  const row = opened.page.getByTestId('source-my camera 1').locator('.source-name');
  assert.equal(await row.textContent(), 'my camera 1');
  const [head, tail] = await row.evaluate((name) => {
    const text = document.createRange();
    text.selectNodeContents(name.querySelector('.head') ?? name);
    const number = document.createRange();
    number.selectNode(name.lastChild ?? name);
    return [text.getBoundingClientRect(), number.getBoundingClientRect()].map(({ left, right }) => [left, right]);
  });
  assert.ok((tail?.[0] ?? 0) - (head?.[0] ?? 0) > 0);
  const spaces = await row.evaluate((name) => getComputedStyle(name).whiteSpace);
  assert.equal(spaces, 'pre');
});

test('at 800 pixels: where a picture was saved can be read, and what is cut has a tooltip', async (context) => {
  const opened = await open(context, 'stalled', narrow);
  if (!opened) return;
  const { page } = opened;
  await page.getByTestId('snapshot').click();
  const notice = page.getByTestId('notice');
  await notice.waitFor();
  const { width } = (await notice.boundingBox()) ?? { width: 0 };
  assert.ok(width > 150, `${width} pixels for what was saved`);
  for (const id of ['notice', 'evidence']) {
    const text = await page.getByTestId(id).innerText();
    await page.getByTestId(id).focus();
    await page.getByRole('tooltip').filter({ hasText: text }).waitFor();
  }
});

test('forced colours keep the selection, the pressed state and the pattern around an old picture', async (context) => {
  const opened = await open(context, 'stalled');
  if (!opened) return;
  const { page } = opened;
  await page.emulateMedia({ forcedColors: 'active' });
  const looks = await page.evaluate(() => {
    const of = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
    return {
      selected: of('.source[data-selected]').backgroundColor,
      row: of('.source:not([data-selected])').backgroundColor,
      pressed: of('[data-testid="fit"]').backgroundColor,
      button: of('[data-testid="actual-size"]').backgroundColor,
      mark: of('.mark.old').backgroundImage,
    };
  });
  assert.notEqual(looks.selected, looks.row);
  assert.notEqual(looks.pressed, looks.button);
  assert.match(looks.mark, /repeating-linear-gradient/);
});

test('a source whose writer cannot be seen is unknown, never orphaned', async (context) => {
  const opened = await open(context, 'unknown-producer');
  if (!opened) return;
  const text = await opened.page.getByTestId('source-CaptureHook_HookInfo600').innerText();
  assert.match(text, /unknown/);
  assert.doesNotMatch(text, /orphaned|gone/);
});

test('what cannot be listed is an error in the list, not an empty one', async (context) => {
  const opened = await open(context, 'unlisted');
  if (!opened) return;
  assert.match(
    await opened.page.getByTestId('unlisted').innerText(),
    /cannot be listed[\s\S]*\/dev\/shm: Permission denied/,
  );
  assert.doesNotMatch(await opened.page.getByTestId('sources').innerText(), /No sources yet/);
});

test('a list that cannot be had any more is an error too, until there is one again', async (context) => {
  const opened = await open(context, 'program-back');
  if (!opened) return;
  const { page } = opened;
  const list = page.getByTestId('sources');
  assert.match(await list.innerText(), /48213/);
  await page.evaluate(() => {
    const error = { code: 'mapping-denied', operation: 'list', target: '/dev/shm' };
    const told = { ...error, reason: 'Too many open files', next: 'Close what holds many.' };
    (window as unknown as { tellUnlisted: (error: object) => void }).tellUnlisted(told);
  });
  assert.match(await list.innerText(), /cannot be listed[\s\S]*Too many open files[\s\S]*Close what holds many/);
  assert.doesNotMatch(await list.innerText(), /48213/);
  await page.evaluate(() => (window as unknown as { tellLater: () => void }).tellLater());
  await page.getByTestId('unlisted').waitFor({ state: 'detached' });
  assert.match(await list.innerText(), /892/);
});
