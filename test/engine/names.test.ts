import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

import { resolveName } from '../../engine/names';

const both = ['CaptureHook_HookInfo7', 'GameCapture_HookInfo7', 'GameCapture_HookInfo8'];

test('a full name is itself, with blanks around it or a namespace before it', () => {
  assert.equal(resolveName(' CaptureHook_HookInfo9 ', both), 'CaptureHook_HookInfo9');
  assert.equal(resolveName('Local\\CaptureHook_HookInfo9', both), 'Local\\CaptureHook_HookInfo9');
});

test('a number is whichever mapping has it, a capture hook’s when none has, an error when two have', () => {
  assert.equal(resolveName('8', both), 'GameCapture_HookInfo8');
  assert.equal(resolveName('9', both), 'CaptureHook_HookInfo9');
  assert.throws(() => resolveName('7', both), { code: 'name-ambiguous', reason: /CaptureHook.*GameCapture/ });
});

test('a path into the shared memory folder is the name in it', () => {
  assert.equal(resolveName('/dev/shm/CaptureHook_HookInfo9', []), 'CaptureHook_HookInfo9');
});

test('any other path is a file’s, made absolute and without links', (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'framelatch-names-')));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'real.xwd'), '');
  symlinkSync('real.xwd', join(folder, 'link.xwd'));
  assert.equal(resolveName(join(folder, 'link.xwd'), []), join(folder, 'real.xwd'));
  assert.equal(resolveName(`${folder}/x/../not-yet`, []), join(folder, 'not-yet'));
  assert.equal(resolveName('a/b', []), resolve('a/b'));
  assert.equal(resolveName('/dev/shm/a/b', []), '/dev/shm/a/b');
});

for (const wrong of ['', '  ', '.', '..', 'Local\\..', 'a\\b']) {
  test(`'${wrong}' is no mapping's name`, () => {
    assert.throws(() => resolveName(wrong, []), { code: 'name-invalid' });
  });
}
