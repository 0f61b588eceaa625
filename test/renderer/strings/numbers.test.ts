import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clock, count, decimal, percent, visible } from '../../../renderer/strings/numbers';

test('figures', () => {
  assert.deepEqual([count(0), count(24_816), count(1_234_567.8)], ['0', '24,816', '1,234,568']);
  assert.deepEqual([decimal(59.94), decimal(0), decimal(null)], ['59.9', '0.0', '–']);
  assert.deepEqual([percent(0.475), percent(1), percent(10), percent(0.042)], ['48', '100', '1000', '4.2']);
  assert.deepEqual(clock(3_723_999), [1, 2, 3]);
});

test('a name from outside cannot hide or reorder the text around it', () => {
  assert.equal(visible('game\u202Eexe.gpj\n\u0007'), 'game\\u{202e}exe.gpj\\u{a}\\u{7}');
  assert.equal(visible('캡처_捕获 (7)'), '캡처_捕获 (7)');
});
