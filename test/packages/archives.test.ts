import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../support/layouts';
import { finish } from '../support/processes';
import { packageFile } from './support';

test('SHA256SUMS names every package, as sha256sum reads it', async () => {
  const folder = join(packageFile('.tar.gz'), '..');
  const { code, stdout } = await finish('sh', ['-c', 'cd "$1" && sha256sum --check --strict SHA256SUMS', 'sh', folder]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /linux-x64\.tar\.gz: OK/);
  assert.match(stdout, /portable\.zip: OK/);
});

test('tar.gz: one folder that is called as the archive is; its commands run where it was unpacked', async (context) => {
  const folder = temporaryFolder(context);
  assert.equal((await finish('tar', ['-xzf', packageFile('.tar.gz'), '-C', folder])).code, 0);
  const [name = '', ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  assert.match(name, /^Framelatch-\d+\.\d+\.\d+-test-linux-x64$/);
  const { code, stdout, stderr } = await finish(join(folder, name, 'bin', 'framelatch'), ['--version']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test('tar.gz: the manual page and completions lie below share', async (context) => {
  const folder = temporaryFolder(context);
  const words = ['--strip-components=1', '-C', folder, '--wildcards', '*/share/*'];
  assert.equal((await finish('tar', ['-xzf', packageFile('.tar.gz'), ...words])).code, 0);
  assert.match(readFileSync(join(folder, 'share/man/man1/framelatch.1'), 'utf8'), /^\.TH FRAMELATCH 1 \d{4}-\d\d-\d\d/);
  assert.match(readFileSync(join(folder, 'share/bash-completion/completions/framelatch'), 'utf8'), /complete -F/);
  assert.match(readFileSync(join(folder, 'share/zsh/site-functions/_framelatch'), 'utf8'), /^#compdef framelatch/);
});
