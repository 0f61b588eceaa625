import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { builtFolder } from '../../native/built-folder';
import { temporaryFolder } from '../support/layouts';
import { cliScript, root } from '../support/paths';

test('what is loaded stands beside the bundle, wherever that lies', () => {
  assert.equal(builtFolder(), join(root, 'out'));
  assert.equal(builtFolder(join('/', 'a', 'out', 'b', 'out', 'cli')), join('/', 'a', 'out', 'b', 'out'));
  assert.equal(builtFolder(join('/', 'x', 'app.asar', 'out', 'main')), join('/', 'x', 'app.asar', 'out'));
  assert.throws(() => builtFolder(join('/', 'somewhere', 'else')), { code: 'internal' });
});

test('an addon in a folder above, or one that a variable names, is not loaded', (context) => {
  const folder = temporaryFolder(context);
  const native = join(folder, 'native', `${process.platform}-${process.arch}`);
  for (const path of [native, join(folder, 'a', 'out', 'cli')]) mkdirSync(path, { recursive: true });
  const planted = join(native, 'framelatch.node');
  writeFileSync(planted, 'no binary, and so told by its name when it is loaded');
  for (const place of [join('a', 'out', 'cli'), 'a']) {
    const copy = join(folder, place, 'cli.cjs');
    copyFileSync(cliScript, copy);
    const env = { ...process.env, FRAMELATCH_ADDON: planted };
    const { status, stderr } = spawnSync(process.execPath, [copy, 'list'], { encoding: 'utf8', env });
    assert.equal(status, 1, stderr);
    assert.ok(!stderr.includes(planted), stderr);
  }
});
