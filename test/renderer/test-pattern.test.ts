import assert from 'node:assert/strict';
import { test } from 'node:test';

import { callsOf, windowsForTests } from './support/opened';

const { open } = windowsForTests();

test('with nothing to look at, one click starts a test pattern and opens it; one more ends it', async (context) => {
  const opened = await open(context, 'empty');
  if (!opened) return;
  const { page, complaints } = opened;
  await page.getByTestId('start-test-pattern').click();
  await page.getByTestId('stop-test-pattern').waitFor();
  const calls = await callsOf(page);
  assert.ok(calls.indexOf('startTestPattern') >= 0);
  assert.ok(calls.indexOf('open CaptureHook_HookInfo4242') > calls.indexOf('startTestPattern'));
  await page.getByTestId('stop-test-pattern').click();
  assert.ok((await callsOf(page)).includes('stopTestPattern'));
  assert.equal(await page.getByTestId('stop-test-pattern').count(), 0);
  assert.deepEqual(complaints, []);
});
