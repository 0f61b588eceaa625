import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { temporaryFolder } from '../support/layouts';
import { root } from '../support/paths';

interface Leavings {
  watchLeavings(folder: string): () => string[];
}

const onLinux = { skip: process.platform !== 'linux' && 'looks at Linux’ processes' };
const module = pathToFileURL(join(root, 'scripts', 'lib', 'test-leavings.mjs')).href;

test(
  'what is new and open nowhere was left behind; what was there, or is in use, was not',
  onLinux,
  async (context) => {
    const { watchLeavings } = (await import(module)) as Leavings;
    const folder = temporaryFolder(context);
    writeFileSync(join(folder, 'before'), '');
    const leavings = watchLeavings(folder);
    assert.deepEqual(leavings(), []);
    const open = openSync(join(folder, 'open'), 'w');
    writeFileSync(join(folder, 'left'), '');
    mkdirSync(join(folder, 'framelatch-app-1-x'));
    assert.deepEqual(leavings(), ['left']);
    closeSync(open);
    assert.deepEqual(leavings(), ['left', 'open']);
  },
);
