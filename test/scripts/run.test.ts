import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { root } from '../support/paths';

const library = pathToFileURL(join(root, 'scripts', 'lib', 'run.mjs')).href;

function codeOf(body: string): number | null {
  const script = `import { main, Refusal } from '${library}';\nawait main(async () => { ${body} });`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script]).status;
}

test('a script fails whenever it did not come to its end', () => {
  assert.equal(codeOf(''), 0);
  assert.equal(codeOf('return 3'), 3);
  assert.equal(codeOf("throw new Refusal('no')"), 1);
  assert.equal(codeOf('throw new Error()'), 1);
  assert.equal(codeOf('process.exit(0)'), 1);
  assert.notEqual(codeOf('await new Promise(() => {})'), 0);
});
