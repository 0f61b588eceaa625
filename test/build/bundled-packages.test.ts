import assert from 'node:assert/strict';
import { test } from 'node:test';

import { packageFolderOf } from '../../build/bundled-packages';

test('a module belongs to the innermost package around it, or to none', () => {
  const of = (module: string) => packageFolderOf(module, '/project');
  assert.equal(of('/project/node_modules/react/index.js'), 'node_modules/react');
  assert.equal(of('/project/node_modules/@a/b/lib/c.js'), 'node_modules/@a/b');
  assert.equal(of('/project/node_modules/a/node_modules/b/c.js'), 'node_modules/a/node_modules/b');
  assert.equal(of('\0/project/node_modules/a/b.js?commonjs'.slice(1)), 'node_modules/a');
  assert.equal(of('/project/engine/session.ts'), null);
});
