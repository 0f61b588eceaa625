import assert from 'node:assert/strict';
import { test } from 'node:test';

import { requireBinaryOutput } from '../../cli/standard-output';

const owner = (platform: string, ...runtimes: readonly string[]) => ({
  platform,
  versions: Object.fromEntries(runtimes.map((name) => [name, '1'])),
});

test('a picture goes to standard output wherever nobody else has written there', () => {
  assert.doesNotThrow(() => requireBinaryOutput(false, owner('linux', 'node')));
  assert.doesNotThrow(() => requireBinaryOutput(false, owner('linux', 'node', 'electron')));
  assert.doesNotThrow(() => requireBinaryOutput(false, owner('win32', 'node')));
});

test('a terminal, and the app on Windows with its empty line in front, take none', () => {
  assert.throws(() => requireBinaryOutput(true, owner('linux', 'node')), { code: 'usage', reason: /terminal/ });
  const app = owner('win32', 'node', 'electron');
  assert.throws(() => requireBinaryOutput(false, app), { code: 'usage', reason: /begins with an empty line/ });
});
