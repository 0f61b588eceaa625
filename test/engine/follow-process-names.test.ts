import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isMeant, namesFrom } from '../../engine/follow/process-names';

test('a name that the system cut off is completed: by the executable, under Wine by the first argument', () => {
  assert.equal(
    namesFrom('superposition-l', 'superposition-linux', './superposition-linux').shown,
    'superposition-linux',
  );
  assert.equal(namesFrom('superposition.e', 'wine64-preloader', 'superposition.exe').shown, 'superposition.exe');
  assert.equal(namesFrom('superposition.e', 'wine64-preloader', '').shown, 'superposition.e', 'no more is known');
  assert.equal(namesFrom('game.exe', 'wine-preloader', 'game.exe').shown, 'game.exe');
});

test('what a user typed means the whole name, or the name without .exe', () => {
  const names = namesFrom('superposition.e', 'wine64-preloader', 'Superposition.exe');
  for (const typed of ['superposition', 'SUPERPOSITION.EXE', 'wine64-preloader'])
    assert.ok(isMeant(typed, names), typed);
  for (const typed of ['super', 'superposition.ex', 'position.exe', '']) assert.ok(!isMeant(typed, names), typed);
});

test('a process of which nothing may be read has no name', () => {
  assert.deepEqual(namesFrom('', '', '').all, []);
});
