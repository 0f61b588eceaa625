import assert from 'node:assert/strict';
import { test } from 'node:test';

import { callsOf, windowsForTests } from './support/opened';

/* What the window shows of a source that holds no picture. */

const { open } = windowsForTests();

test('a task’s progress is shown, and a worker that died is told from one that works', async (context) => {
  const running = await open(context, 'task');
  if (!running) return;
  assert.equal(await running.page.getByRole('progressbar').first().getAttribute('aria-valuenow'), '42');
  assert.equal(await running.page.getByTestId('task-state').innerText(), 'Running');
  const deserted = await open(context, 'task-deserted');
  assert.equal(await deserted?.page.getByTestId('task-state').innerText(), 'Its worker died before the end');
  assert.equal(await deserted?.page.getByTestId('task-progress').innerText(), '42 %');
});

test('a checked block is shown as text, bytes or a picture, and its encoding is the user’s to choose', async (context) => {
  const opened = await open(context, 'block');
  if (!opened) return;
  const { page } = opened;
  assert.match(await page.getByTestId('content-text').innerText(), /"scene": "menu".*\n안녕하세요/);
  assert.match(await page.getByTestId('content-facts').innerText(), /70 of 4,096 B[\s\S]*CRC OK[\s\S]*lock free/);
  await page.getByRole('tab', { name: 'Hex' }).click();
  assert.match(await page.getByTestId('content-hex').innerText(), /^00000000 {2}89 50 4e 47/);
  await page.getByRole('tab', { name: 'Picture' }).click();
  await page.waitForFunction(
    () => document.querySelector<HTMLCanvasElement>('[data-testid="content-picture"]')?.width === 1,
  );
  await page.getByTestId('encoding').selectOption('euc-kr');
  assert.ok((await callsOf(page)).includes('configure 1 {"encoding":"euc-kr"}'));
  assert.ok(await page.getByTestId('snapshot').isDisabled(), 'there is no picture to save');
});

test('a damaged block and one that may be cut say so', async (context) => {
  const opened = await open(context, 'block-damaged');
  if (!opened) return;
  assert.match(await opened.page.getByTestId('content-facts').innerText(), /CRC does not match[\s\S]*may be truncated/);
});

test('a struct within a struct is shown by its members, each with its path and type', async (context) => {
  const opened = await open(context, 'struct-nested');
  if (!opened) return;
  const table = await opened.page.getByTestId('struct-table').innerText();
  assert.match(table, /wheels\[1\]\.pressure\s+f32\s+2\.25/);
  assert.match(table, /constructor\s+i32\s+7/);
});

test('what is no text is not shown as one, and a guess is called a guess', async (context) => {
  const opened = await open(context, 'block-binary');
  if (!opened) return;
  assert.match(await opened.page.getByTestId('content-kind').innerText(), /look like no text/);
  assert.match(await opened.page.getByTestId('encoding').innerText(), /guessed: no text/);
  const known = await open(context, 'block');
  assert.match((await known?.page.getByTestId('encoding').innerText()) ?? '', /automatic: utf-8/);
});

test('a struct’s members are a table; one that is unknown is asked for, and what is typed is kept', async (context) => {
  const known = await open(context, 'struct');
  if (!known) return;
  assert.match(await known.page.getByTestId('struct-table').innerText(), /a\s+i32\s+81234/);
  const unknown = await open(context, 'struct-unknown');
  assert.ok(unknown);
  await unknown.page.getByTestId('schema').fill('int health\nnonsense');
  await unknown.page.getByTestId('use-schema').click();
  assert.match(await unknown.page.getByTestId('schema-problem').innerText(), /^Schema error, line 2: found /);
  assert.doesNotMatch((await callsOf(unknown.page)).join('\n'), /nonsense/, 'neither used nor kept');
  await unknown.page.getByTestId('schema').fill('int health');
  await unknown.page.getByTestId('use-schema').click();
  const calls = await callsOf(unknown.page);
  assert.ok(calls.includes('configure 1 {"schema":"int health"}'), calls.join('\n'));
  assert.ok(calls.includes('settings {"schemas":{"MyState":"int health"}}'), calls.join('\n'));
});
