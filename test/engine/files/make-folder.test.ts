import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeFolderSync } from '../../../engine/files/make-folder';
import { atEnd } from '../../support/cleanup';

test('folders are made with those above them, for their owner alone, and once', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-folder-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const deep = join(folder, 'a', 'b', 'c');
  makeFolderSync(deep);
  makeFolderSync(deep);
  if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'a')).mode & 0o777, 0o700);
  writeFileSync(join(folder, 'file'), '');
  assert.throws(() => makeFolderSync(join(folder, 'file', 'below')), { code: 'ENOTDIR' });
});

test('where nothing can be made, the system’s own reason is told', () => {
  if (process.platform !== 'linux') return;
  assert.throws(() => makeFolderSync('/proc/nothing/here'), {
    code: 'ENOENT',
    syscall: 'mkdir',
    path: '/proc/nothing',
  });
});
