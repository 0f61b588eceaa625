import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { findRing } from '../../engine/stream/find-ring';
import { atEnd } from '../support/cleanup';

const token = '0123456789abcdef0123456789abcdef';
const bytes = 8192;

function folderWith(context: TestContext, files: Readonly<Record<string, { token: string; bytes: number }>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-ring-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  for (const [path, file] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.concat([Buffer.from(file.token, 'hex'), Buffer.alloc(file.bytes - 16)]));
  }
  return folder;
}

test('the ring is the file with the token and the size, wherever it lies', async (context) => {
  const folder = folderWith(context, {
    'Cache/0': { token: 'ff'.repeat(16), bytes },
    'File System/000/t/00/00000001': { token, bytes: bytes * 2 },
    'File System/000/t/00/00000002': { token, bytes },
  });
  assert.equal(await findRing(folder, token, bytes), join(folder, 'File System/000/t/00/00000002'));
});

test('links are not followed, and what is too deep is not found', async (context) => {
  const elsewhere = folderWith(context, { ring: { token, bytes } });
  const folder = folderWith(context, { 'a/b/c/d/e/f/g/h/ring': { token, bytes } });
  symlinkSync(join(elsewhere, 'ring'), join(folder, 'link'));
  symlinkSync(elsewhere, join(folder, 'linked-folder'));
  await assert.rejects(findRing(folder, token, bytes), /not found/);
});

test('no folder is no ring', async () => {
  await assert.rejects(findRing(null, token, bytes), /not on this machine/);
});
