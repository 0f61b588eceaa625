import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defaultSettings, validSettings } from '../../protocol/ipc';

test('the programs of the settings are names of executables; what is none is left out', () => {
  assert.deepEqual(validSettings(null), defaultSettings);
  const { followed, lastProgram } = validSettings({
    followed: ['game.exe', 7, '', '/bin/sh', 'a\\b', 'x'.repeat(256), 'Größe 2.exe'],
    lastProgram: 'game.exe',
  });
  assert.deepEqual(followed, ['game.exe', 'Größe 2.exe']);
  assert.equal(lastProgram, 'game.exe');
  assert.equal(validSettings({ lastProgram: '../x' }).lastProgram, null);
  const many = Array.from({ length: 150 }, (_, index) => `game${index}.exe`);
  assert.deepEqual(validSettings({ followed: many }).followed, many.slice(-100));
});
