import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';

import { temporaryFolder } from '../support/layouts';
import { root } from '../support/paths';
import { requireProgram } from '../support/requires';

interface Need {
  readonly soname: string;
  readonly symbols: readonly string[];
}

interface LinuxNeeds {
  systemLibraries(folder: string): Promise<readonly Need[]>;
  debianDepends(needs: readonly Need[]): readonly string[];
  rpmRequires(needs: readonly Need[]): readonly string[];
}

const needsOf = async () =>
  (await import(pathToFileURL(join(root, 'scripts/dist/linux-needs.mjs')).href)) as LinuxNeeds;

test('Depends: a package for each library, both names where there are two, the oldest release that has the symbols', async () => {
  const { debianDepends } = await needsOf();
  const needs = [
    { soname: 'libc.so.6', symbols: ['GLIBC_2.28'] },
    { soname: 'libm.so.6', symbols: ['GLIBC_2.29'] },
    { soname: 'libgtk-3.so.0', symbols: [] },
    { soname: 'libnss3.so', symbols: ['NSS_3.22'] },
    { soname: 'libnssutil3.so', symbols: [] },
    { soname: 'libstdc++.so.6', symbols: ['CXXABI_1.3.9', 'GLIBCXX_3.4.30'] },
  ];
  assert.deepEqual(debianDepends(needs), [
    'libc6 (>= 2.29)',
    'libgtk-3-0t64 | libgtk-3-0',
    'libnss3',
    'libstdc++6 (>= 12)',
  ]);
});

test('Depends: a library or a set of symbols that nobody has listed stops the packaging', async () => {
  const { debianDepends } = await needsOf();
  assert.throws(
    () => debianDepends([{ soname: 'libnew.so.1', symbols: [] }]),
    /libraries names no package.*libnew\.so\.1/,
  );
  const unknown = [{ soname: 'libstdc++.so.6', symbols: ['GLIBCXX_3.4.99'] }];
  assert.throws(() => debianDepends(unknown), /GLIBCXX_3\.4\.99/);
});

test('needs are read from each file, without libraries that lie beside it', async (context: TestContext) => {
  if (!requireProgram(context, 'objdump', 'binutils')) return;
  const { systemLibraries, rpmRequires } = await needsOf();
  const folder = temporaryFolder(context);
  copyFileSync(join(root, 'out/native/linux-x64/framelatch.node'), join(folder, 'framelatch.node'));
  writeFileSync(join(folder, 'README'), 'no program');
  const needs = await systemLibraries(folder);
  const names = needs.map(({ soname }) => soname);
  assert.ok(names.includes('libc.so.6') && names.includes('libstdc++.so.6'), names.join(' '));
  assert.deepEqual(names, [...names].sort());
  // Of each set of symbols the newest alone, by number and not by letter.
  const glibc = needs.find(({ soname }) => soname === 'libc.so.6')?.symbols ?? [];
  assert.equal(glibc.length, 1);
  assert.match(glibc[0] ?? '', /^GLIBC_2\.[1-9]\d$/);
  assert.ok(rpmRequires(needs).includes(`libc.so.6(${glibc[0]})(64bit)`));
  writeFileSync(join(folder, 'libstdc++.so.6'), '');
  assert.ok(!(await systemLibraries(folder)).some(({ soname }) => soname === 'libstdc++.so.6'));
});
