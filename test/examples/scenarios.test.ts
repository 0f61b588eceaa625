import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { uniqueName } from '../support/layouts';
import { framelatch } from '../support/processes';
import { outputOf, overwritten, scenarioScript, scenarios } from '../support/scenarios';
import { requireProgram } from '../support/requires';
import { compile } from '../sdk/support';

for (const { number, result, check } of scenarios) test(`scenario ${number}: ${result}`, check);

test('scenario 1 is the same in C, and across the languages', async (context) => {
  if (!requireProgram(context, 'gcc', 'gcc')) return;
  const producer = compile('gcc', 'examples/scenarios/1/producer.c', '-std=c99');
  const consumer = compile('gcc', 'examples/scenarios/1/consumer.c', '-std=c99');
  for (const command of [`'${consumer}'`, `'${process.execPath}' '${scenarioScript(1, 'consumer')}'`]) {
    const name = uniqueName();
    assert.deepEqual(await outputOf(producer, [name, `${command} ${name}`]), overwritten);
  }
});

test('the scenarios leave nothing but the task of the producer that crashed, and `clean` removes that', async () => {
  const left = () => readdirSync('/dev/shm').filter((name) => name.startsWith('FramelatchScenario'));
  const rows: { name: string; layout: string; leftover: boolean }[] = JSON.parse(
    (await framelatch('list', '--json')).stdout,
  );
  const tasks = left().filter((name) => /^FramelatchScenario5-\d+$/.test(name));
  assert.notEqual(tasks.length, 0);
  for (const task of tasks) {
    const row = rows.find(({ name }) => name === task);
    assert.deepEqual([row?.layout, row?.leftover], ['task', true]);
    const { stdout } = await framelatch('clean', task, '--yes', '--json');
    const objects = ['', '.finished', '.owner', '.requested', '.worker'].map((end) => task + end);
    assert.deepEqual(JSON.parse(stdout).toSorted(), objects);
  }
  assert.deepEqual(left(), []);
});
