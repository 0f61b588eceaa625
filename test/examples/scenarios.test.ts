import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { uniqueName } from '../support/layouts';
import { outputOf, overwritten, scenarioScript, scenarios } from '../support/scenarios';
import { requireProgram } from '../support/requires';
import { compile } from '../sdk/support';

// The producer that crashes in the fifth leaves its objects.
after(() => {
  for (const name of readdirSync('/dev/shm')) {
    if (name.startsWith('FramelatchScenario5-')) rmSync(join('/dev/shm', name));
  }
});

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

test('the scenarios leave nothing but what a crash leaves', async () => {
  const names = readdirSync('/dev/shm').filter((name) => name.startsWith('FramelatchScenario'));
  assert.deepEqual(
    names.filter((name) => !name.startsWith('FramelatchScenario5-')),
    [],
  );
});
