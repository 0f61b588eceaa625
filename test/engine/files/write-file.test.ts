import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { writeFileWhole, writeFileWholeSync, type WriteOptions } from '../../../engine/files/write-file';

const isPosix = process.platform !== 'win32';
const text = (words: string) => new TextEncoder().encode(words);

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-write-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const forms = {
  'write-file': writeFileWhole,
  'write-file, at once': async (path: string, bytes: Uint8Array, options?: WriteOptions) =>
    writeFileWholeSync(path, bytes, options),
};

for (const [form, write] of Object.entries(forms)) {
  test(`${form}: a new file, one in another's place, and nothing beside them`, async (context) => {
    const folder = folderOf(context);
    const path = join(folder, 'a');
    await write(path, text('one'), { mode: 0o600 });
    assert.equal(readFileSync(path, 'utf8'), 'one');
    if (isPosix) assert.equal(statSync(path).mode & 0o777, 0o600);
    if (isPosix) chmodSync(path, 0o640);
    await write(path, text('two'));
    assert.equal(readFileSync(path, 'utf8'), 'two');
    if (isPosix) assert.equal(statSync(path).mode & 0o777, 0o640);
    const long = join(folder, 'n'.repeat(255));
    await write(long, new Uint8Array(0));
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'n'.repeat(255)]);
  });

  test(`${form}: a folder, a path through a file and a missing folder are refused, and nothing is left`, async (context) => {
    const folder = folderOf(context);
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'file'), '');
    for (const path of ['in', join('file', 'a'), join('missing', 'a')]) {
      await assert.rejects(write(join(folder, path), text('x')), {
        code: 'file-unwritable',
        target: join(folder, path),
      });
    }
    assert.deepEqual(readdirSync(folder).sort(), ['file', 'in']);
  });

  test(`${form}: a link stays one, and its target is written, or made`, { skip: !isPosix }, async (context) => {
    const folder = folderOf(context);
    mkdirSync(join(folder, 'far'));
    symlinkSync('far/../far/next', join(folder, 'link'));
    symlinkSync('target', join(folder, 'far', 'next'));
    for (const words of ['made', 'written']) {
      await write(join(folder, 'link'), text(words));
      assert.equal(readFileSync(join(folder, 'far', 'target'), 'utf8'), words);
    }
    assert.ok(lstatSync(join(folder, 'link')).isSymbolicLink());
    assert.ok(lstatSync(join(folder, 'far', 'next')).isSymbolicLink());
    symlinkSync('loop', join(folder, 'loop'));
    await assert.rejects(write(join(folder, 'loop'), text('x')), { code: 'file-unwritable' });
    assert.deepEqual(readdirSync(folder).sort(), ['far', 'link', 'loop']);
  });

  test(
    `${form}: a descriptor of ours is written where it stands`,
    { skip: process.platform !== 'linux' },
    async (context) => {
      const folder = folderOf(context);
      const descriptor = openSync(join(folder, 'log'), 'w');
      context.after(() => closeSync(descriptor));
      writeSync(descriptor, 'before ');
      symlinkSync(`/proc/self/fd/${descriptor}`, join(folder, 'link'));
      await write(join(folder, 'link'), text('first '));
      await write(`/dev/fd/${descriptor}`, text('second'));
      assert.equal(readFileSync(join(folder, 'log'), 'utf8'), 'before first second');
      assert.ok(lstatSync(join(folder, 'link')).isSymbolicLink());
    },
  );

  test(`${form}: a full device says so`, { skip: process.platform !== 'linux' }, async (context) => {
    const folder = folderOf(context);
    symlinkSync('/dev/full', join(folder, 'full'));
    const failure = { code: 'file-unwritable', reason: 'no space left on device (ENOSPC)' };
    await assert.rejects(write(join(folder, 'full'), text('x')), failure);
    assert.ok(lstatSync(join(folder, 'full')).isSymbolicLink());
  });
}

test('a FIFO gets everything, though it is more than fits, and stays a FIFO', { skip: !isPosix }, async (context) => {
  const path = join(folderOf(context), 'fifo');
  assert.equal(spawnSync('mkfifo', [path]).status, 0);
  const bytes = new Uint8Array(300_000).fill(7);
  const [read] = await Promise.all([readFile(path), writeFileWhole(path, bytes)]);
  assert.equal(Buffer.compare(read, bytes), 0);
  assert.ok(lstatSync(path).isFIFO());
});
