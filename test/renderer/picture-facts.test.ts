import assert from 'node:assert/strict';
import { test } from 'node:test';

import { windowsForTests } from './support/opened';

/* Why nothing is seen, although frames come. */

const { open } = windowsForTests();
const said: readonly (readonly [scenario: string, facts: readonly string[]])[] = [
  ['all-black', ['All black', 'Alpha 0 everywhere']],
  ['one-colour', ['One colour #ff000a']],
  ['alpha-zero', ['Alpha 0 everywhere']],
  ['unwritten', ['All black', '8,294,400 bytes never written (shown as black)']],
  ['live', []],
];

for (const [scenario, facts] of said) {
  test(`${scenario}: said beside the state, whose mark is plain green without them alone`, async (context) => {
    const opened = await open(context, scenario);
    if (!opened) return;
    const { page } = opened;
    assert.deepEqual(await page.getByTestId('picture-fact').allInnerTexts(), facts);
    const [dot, good] = await page.evaluate(() => {
      const style = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
      return [style('.strip .dot').backgroundColor, style(':root').getPropertyValue('--good')];
    });
    const parts = [1, 3, 5].map((at) => Number.parseInt((good ?? '').trim().slice(at, at + 2), 16));
    assert.equal(dot === `rgb(${parts.join(', ')})`, facts.length === 0, dot);
  });
}

test('after a resize without a frame the picture is labelled with its own size', async (context) => {
  const opened = await open(context, 'resized');
  if (!opened) return;
  const { page } = opened;
  assert.equal(await page.getByTestId('shown-size').innerText(), 'Showing 1920 × 1080');
  assert.match(await page.getByTestId('status-shape').innerText(), /^1920 × 1080/);
  assert.match(await page.getByTestId('details').innerText(), /2560 × 1440/);
});
