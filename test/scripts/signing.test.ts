import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../support/layouts';
import { root } from '../support/paths';
import { finish, type Finished } from '../support/processes';
import { requireProgram } from '../support/requires';

function sign(file: string, variables: Record<string, string>): Promise<Finished> {
  return finish(process.execPath, [join(root, 'scripts', 'dist', 'signing.mjs'), file], '', {
    ...process.env,
    ...variables,
  });
}

function fileIn(folder: string): string {
  const file = join(folder, 'a file.exe');
  writeFileSync(file, 'MZ, and nothing else');
  return file;
}

test('without something to sign with nothing is signed; half of it is refused', async (context) => {
  const file = fileIn(temporaryFolder(context));
  assert.deepEqual(await sign(file, {}), { code: 0, stdout: '', stderr: '' });
  const half = await sign(file, { FRAMELATCH_SIGN_CERTIFICATE: 'certificate.pem' });
  assert.equal(half.code, 1);
  assert.match(half.stderr, /^FRAMELATCH_SIGN_CERTIFICATE and FRAMELATCH_SIGN_KEY: /);
  const both = { FRAMELATCH_SIGN_CERTIFICATE: 'a', FRAMELATCH_SIGN_KEY: 'b', FRAMELATCH_SIGN_COMMAND: 'true' };
  assert.match((await sign(file, both)).stderr, /give one of them/);
  assert.equal(readFileSync(file, 'utf8'), 'MZ, and nothing else');
});

test('a command gets the file behind it; when it fails, that is a failure which names the file', async (context) => {
  const folder = temporaryFolder(context);
  const file = fileIn(folder);
  const script = join(folder, 'sign.cjs');
  writeFileSync(script, "require('node:fs').appendFileSync(process.argv[2], ' but a signature');");
  assert.equal((await sign(file, { FRAMELATCH_SIGN_COMMAND: `"${process.execPath}" "${script}"` })).code, 0);
  assert.equal(readFileSync(file, 'utf8'), 'MZ, and nothing else but a signature');
  const failed = await sign(file, { FRAMELATCH_SIGN_COMMAND: 'exit 3;' });
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /a file\.exe was not signed/);
});

test('what osslsigncode cannot sign stays as it was, and is a failure', async (context) => {
  if (!requireProgram(context, 'osslsigncode', 'osslsigncode')) return;
  const folder = temporaryFolder(context);
  const file = fileIn(folder);
  const variables = { FRAMELATCH_SIGN_CERTIFICATE: join(folder, 'none'), FRAMELATCH_SIGN_KEY: join(folder, 'none') };
  const { code, stderr } = await sign(file, variables);
  assert.equal(code, 1);
  assert.match(stderr, /a file\.exe was not signed/);
  assert.deepEqual(readdirSync(folder), ['a file.exe']);
  assert.equal(readFileSync(file, 'utf8'), 'MZ, and nothing else');
});

test('what the uninstaller removes: each file of the folder, and itself', async (context) => {
  const folder = temporaryFolder(context);
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  for (const name of ['Framelatch.exe', 'a/b/c.txt', 'a/d.txt']) writeFileSync(join(folder, name), '');
  const script = `import { fileList } from ${JSON.stringify(join(root, 'scripts', 'dist', 'windows-installer.mjs'))};
    console.log(JSON.stringify(fileList(${JSON.stringify(folder)})));`;
  const { stdout, stderr } = await finish(process.execPath, ['--input-type=module', '-'], script);
  assert.deepEqual(JSON.parse(stdout || `"${stderr}"`), ['Framelatch.exe', 'Uninstall.exe', 'a/b/c.txt', 'a/d.txt']);
});
