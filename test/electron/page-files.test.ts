import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { readPageFile } from '../../electron/page-files';

/** A page's folder with a file beside it that must stay out of reach. */
function pageFolder(context: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), 'framelatch-page-'));
  context.after(() => rmSync(parent, { recursive: true }));
  const root = join(parent, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(parent, 'renderer-secrets'));
  writeFileSync(join(root, 'index.html'), '<p>page</p>');
  writeFileSync(join(root, 'assets', 'a b.js'), 'script');
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(parent, 'renderer-secrets', 'key'), 'secret');
  return root;
}

test('files of the page are answered with their type', async (context) => {
  const root = pageFolder(context);
  const page = await readPageFile(root, 'app', 'framelatch://app/index.html?x#y');
  assert.deepEqual([page.status, page.type, page.body.toString()], [200, 'text/html', '<p>page</p>']);
  const script = await readPageFile(root, 'app', 'framelatch://app/assets/a%20b.js');
  assert.deepEqual([script.status, script.type, script.body.toString()], [200, 'text/javascript', 'script']);
});

const outside = [
  'framelatch://app/../secret.txt',
  'framelatch://app/..%2fsecret.txt',
  'framelatch://app/%2e%2e/secret.txt',
  'framelatch://app/..%5csecret.txt',
  'framelatch://app/assets/..%2f..%2fsecret.txt',
  'framelatch://app/..%2frenderer-secrets/key',
  'framelatch://app/%2fetc/passwd',
  'framelatch://app/index.html%00.js',
  'framelatch://app/%',
  'framelatch://app/',
  'framelatch://app/assets',
  'framelatch://app/nothing.js',
  'framelatch://elsewhere/index.html',
  'no address',
];

for (const url of outside) {
  test(`${url} is missing`, async (context) => {
    const answer = await readPageFile(pageFolder(context), 'app', url);
    assert.equal(answer.status, 404);
    assert.doesNotMatch(answer.body.toString(), /secret|root:|page/);
  });
}
