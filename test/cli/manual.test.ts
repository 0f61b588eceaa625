import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { createProgram } from '../../cli/index';
import { completedCommands } from '../../cli/completion/words';
import { manualPage } from '../../cli/manual';
import { temporaryFolder } from '../support/layouts';
import { finish } from '../support/processes';
import { requireProgram } from '../support/requires';

test('the manual page is one that groff has nothing to say of, with every command and option in it', async (context) => {
  if (!requireProgram(context, 'groff', 'groff-base')) return;
  const path = join(temporaryFolder(context), 'framelatch.1');
  writeFileSync(path, manualPage(createProgram(), '1.2.3', '2026-11-26'));
  const { code, stdout, stderr } = await finish('groff', ['-man', '-Tascii', '-ww', '-rLL=200n', '-P-cbou', path]);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /framelatch - live viewer/);
  assert.match(stdout, /Framelatch 1\.2\.3/);
  for (const { name, options } of completedCommands(createProgram())) {
    assert.match(stdout, new RegExp(`^ +${name} \\[options\\]|^ +${name} `, 'm'), name);
    for (const option of options.flatMap(({ names }) => names)) assert.ok(stdout.includes(option), `${name} ${option}`);
  }
});
