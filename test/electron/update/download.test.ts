import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { download } from '../../../electron/update/download';
import { sha512Of, startFeedServer } from '../../support/update-feed';

const bytes = randomBytes(3_000_000);
const file = { name: 'new.AppImage', bytes: bytes.length, sha512: Buffer.from(sha512Of(bytes), 'base64') };

async function start(context: TestContext) {
  const server = await startFeedServer(context);
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-download-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'new');
  const stopping = new AbortController();
  const received: number[] = [];
  const options = { signal: stopping.signal, onReceived: (count: number) => void received.push(count) };
  const fetchFile = () => download(new URL(file.name, server.address), file, path, options);
  return { server, folder, path, stopping, received, fetchFile };
}

test('what was signed arrives whole, and is nobody else’s to read', async (context) => {
  const { server, path, received, fetchFile } = await start(context);
  server.files.set(file.name, bytes);
  await fetchFile();
  assert.ok(readFileSync(path).equals(bytes));
  assert.equal(received.at(-1), bytes.length);
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a changed byte, too few, too many: refused, and nothing stays', async (context) => {
  const { server, folder, fetchFile } = await start(context);
  const changed = Buffer.from(bytes);
  changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1;
  const cases: readonly [Buffer, RegExp][] = [
    [changed, /SHA-512/],
    [bytes.subarray(1), /found 2999999 bytes, expected 3000000/],
    [Buffer.concat([bytes, Buffer.from('x')]), /more than 3000000/],
  ];
  for (const [served, reason] of cases) {
    server.files.set(file.name, served);
    await assert.rejects(fetchFile(), { code: 'update-damaged', reason });
    assert.deepEqual(readdirSync(folder), []);
  }
});

test('a file without end is given up as soon as it is longer than it may be', async (context) => {
  const { server, folder, received, fetchFile } = await start(context);
  server.files.set(file.name, (_request, response) => {
    const more = () => response.destroyed || response.write(bytes, more);
    more();
  });
  await assert.rejects(fetchFile(), { code: 'update-damaged' });
  assert.ok((received.at(-1) ?? 0) <= file.bytes);
  assert.deepEqual(readdirSync(folder), []);
});

test('a connection that breaks, or that the user stops, leaves nothing', async (context) => {
  const { server, folder, stopping, fetchFile } = await start(context);
  server.files.set(file.name, (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 1000), () => response.destroy());
  });
  await assert.rejects(fetchFile(), { code: 'update-unreachable' });
  server.files.set(file.name, (_request, response) => {
    response.write(bytes.subarray(0, 1000), () => stopping.abort());
  });
  await assert.rejects(fetchFile());
  assert.deepEqual(readdirSync(folder), []);
});

test('a file that stands there already is not written over', async (context) => {
  const { server, path, fetchFile } = await start(context);
  server.files.set(file.name, bytes);
  writeFileSync(path, 'mine');
  await assert.rejects(fetchFile(), { code: 'update-not-installed' });
  assert.equal(readFileSync(path, 'utf8'), 'mine');
});
