import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pictureName, withEnding } from '../../electron/picture-name';

test('a picture is named after its mapping and when it was taken', () => {
  const date = new Date(2026, 0, 9, 7, 5, 3);
  assert.equal(pictureName('CaptureHook_HookInfo12', date), 'CaptureHook_HookInfo12-2026-01-09-07-05-03.png');
  assert.equal(pictureName('Local\\..\\a:b/c', date), 'Local____a_b_c-2026-01-09-07-05-03.png');
});

test('an ending is added only where there is none', () => {
  assert.equal(withEnding('/tmp/picture'), '/tmp/picture.png');
  assert.equal(withEnding('/tmp/picture.png'), '/tmp/picture.png');
  assert.equal(withEnding('/tmp/v1.2/picture'), '/tmp/v1.2/picture.png');
});
