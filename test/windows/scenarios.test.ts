import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import { root } from '../support/paths';
import { outputOf, overwritten, scenarios } from '../support/scenarios';

for (const { number, result, check } of scenarios) test(`scenario ${number}: ${result}`, check);

test('scenario 1 is the same in C', async () => {
  const program = (role: string) => join(root, 'out', 'native', 'win32-x64', `scenario_1_${role}.exe`);
  const name = `FramelatchScenario1C${process.pid}`;
  assert.deepEqual(await outputOf(program('producer'), [name, `"${program('consumer')}" ${name}`]), overwritten);
});
