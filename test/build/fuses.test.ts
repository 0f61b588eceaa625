import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { electronFuses, wrongFuses } from '../../build/fuses';

// Electron's documentation (fuses.md): this text, the wire's version, its length, then a digit for each fuse.
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

function executable(context: TestContext, fuses: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-fuses-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'app');
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuses.length]), Buffer.from(fuses)]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  return path;
}

test('only fuses that this Electron has are set, each explicitly', () => {
  const old = electronFuses('22.3.25', false);
  assert.equal(Object.keys(old).length, 7);
  assert.equal('grantFileProtocolExtraPrivileges' in old, false);
  const newest = electronFuses('45.4.1', false);
  assert.deepEqual(newest, {
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('the build for tests differs in the one fuse that lets a driver attach', () => {
  const release = electronFuses('45.4.1', false);
  assert.deepEqual(electronFuses('45.4.1', true), { ...release, enableNodeCliInspectArguments: true });
});

test('a built executable is read back', async (context) => {
  assert.deepEqual(await wrongFuses(executable(context, '0000110'), false), []);
  assert.deepEqual(await wrongFuses(executable(context, '000011001'), false), []);
  assert.deepEqual(await wrongFuses(executable(context, '0001110'), true), []);
  assert.deepEqual(await wrongFuses(executable(context, '0r00110'), false), []);
});

test('an executable without its fuses, or with one that nobody decided on, is refused', async (context) => {
  const unfused = await wrongFuses(executable(context, '1011000'), false);
  assert.equal(unfused.length, 5);
  assert.match(unfused.join('\n'), /runAsNode: found 1, expected 0/);
  assert.deepEqual(await wrongFuses(executable(context, '0001110'), false), [
    'fuse enableNodeCliInspectArguments: found 1, expected 0',
  ]);
  assert.match((await wrongFuses(executable(context, '0000110011'), false)).join(), /fuse 9 is not in/);
});
