import assert from 'node:assert/strict';
import { copyFileSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { root } from '../support/paths';
import { temporaryFolder } from '../support/layouts';
import { finish, finishScript } from '../support/processes';
import { requireProgram } from '../support/requires';
import { neededLibraries } from './needed';
import { packageFile } from './support';

/* By rpm itself, in a folder as its system: there is no Fedora here, so no dependency is resolved and no script runs. */

async function rpm(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await finish('rpm', words);
  assert.equal(code, 0, `rpm ${words.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

const requireRpm = (context: TestContext) => requireProgram(context, 'rpm', 'rpm');

test('rpm: it names every library that it is linked with, and its own files by their places', async (context) => {
  if (!requireRpm(context)) return;
  const required = (await rpm('-qp', '--requires', packageFile('.rpm'))).split('\n');
  const sonames = await neededLibraries(join(root, 'out', 'packages', 'linux-unpacked'));
  const wanted = sonames.filter((name) => !name.startsWith('ld-linux'));
  const named = required.filter((line) => line.endsWith('()(64bit)')).map((line) => line.replace('()(64bit)', ''));
  assert.deepEqual(named.sort(), [...wanted].sort());
  assert.ok(required.some((line) => /^libc\.so\.6\(GLIBC_2\.\d+\)\(64bit\)$/.test(line)));
  const files = await rpm('-qpl', packageFile('.rpm'));
  for (const path of ['bin/framelatch', 'share/man/man1/framelatch.1.gz', 'share/zsh/site-functions/_framelatch']) {
    assert.ok(files.includes(`/usr/${path}\n`), path);
  }
  const owned = new RegExp('^/usr/(lib/framelatch|bin/framelatch$|share/[^/]+/.*framelatch)', 'i');
  for (const file of files.trim().split('\n')) assert.match(file, owned);
  assert.match(await rpm('-qp', '--scripts', packageFile('.rpm')), /sandbox install\n.*\n.*sandbox remove/);
  assert.equal(
    await rpm('-qp', '--queryformat', '%{ARCH} %{BUILDHOST}', packageFile('.rpm')),
    'x86_64 framelatch.example',
  );
});

test('rpm: installed into a folder it runs, and removed from there it leaves nothing', async (context) => {
  if (!requireRpm(context)) return;
  const folder = temporaryFolder(context);
  const inFolder = ['--root', folder, '--dbpath', '/var/lib/rpm', '--nodeps', '--noscripts'];
  await rpm('--install', ...inFolder, packageFile('.rpm'));
  const { code, stdout, stderr } = await finish(join(folder, 'usr/bin/framelatch'), ['--version']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  await rpm('--verify', ...inFolder.slice(0, 5), 'framelatch');
  await rpm('--erase', ...inFolder, 'framelatch');
  rmSync(join(folder, 'var'), { recursive: true });
  const left = await finishScript('find', [folder, '-not', '-type', 'd'], process.env);
  assert.equal(left.stdout, '');
});

test('rpm: one damaged byte, and rpm refuses it', async (context) => {
  if (!requireRpm(context)) return;
  const damaged = join(temporaryFolder(context), 'framelatch.rpm');
  copyFileSync(packageFile('.rpm'), damaged);
  const offset = 40_000_000;
  const byte = readFileSync(damaged).readUInt8(offset);
  const file = openSync(damaged, 'r+');
  writeSync(file, Buffer.from([byte ^ 1]), 0, 1, offset);
  closeSync(file);
  const { code, stdout } = await finish('rpm', ['--checksig', damaged]);
  assert.equal(code, 1);
  assert.match(stdout, /DIGESTS NOT OK/i);
});
