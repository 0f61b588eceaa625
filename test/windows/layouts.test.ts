import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';

import { cliScript } from '../support/paths';
import { Conversation, framelatch } from '../support/processes';

async function startSend(context: TestContext, ...args: string[]): Promise<Conversation> {
  const sender = new Conversation(process.execPath, [cliScript, 'send', ...args]);
  context.after(async () => {
    sender.child.kill();
    await sender.ended();
  });
  await sender.next();
  return sender;
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await framelatch(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout.trim().split('\n')[0] ?? '') as Record<string, unknown>;
}

test('a virtual camera of another Windows process is listed, watched and let go', async (context) => {
  const sender = await startSend(context, '--layout', 'virtual-camera', '--size', '64x48', '--fps', '20');
  const rows = JSON.parse((await framelatch('list', '--json')).stdout) as {
    name: string;
    layout: string;
    width: number;
  }[];
  const row = rows.find(({ name }) => name === 'OBSVirtualCamVideo');
  assert.deepEqual([row?.layout, row?.width], ['virtual-camera', 64]);
  const frame = await json('watch', 'OBSVirtualCamVideo', '--frames', '2');
  assert.deepEqual([frame['width'], frame['height'], frame['format']], [64, 48, 'NV12']);
  sender.child.kill();
  await sender.ended();
  // Nobody keeps its name: the camera could start again.
  await startSend(context, '--layout', 'virtual-camera', '--size', '32x16', '--fps', '20');
  assert.equal((await json('watch', 'OBSVirtualCamVideo', '--frames', '1'))['width'], 32);
});

test('a checked block of another Windows process is read under its two lock files', async (context) => {
  await startSend(context, 'win1', '--layout', 'checked-block', '--text', 'hello {n}', '--fps', '5', '--maximum', '64');
  const report = await json('read', 'ShareMemoryMap-win1');
  assert.match(String(report['text']), /^hello \d+$/);
  assert.deepEqual([report['crcGood'], report['lock'], report['maximum']], [true, 'free', 64]);
});

test('the plain struct of document 001 is read on Windows', async (context) => {
  await startSend(context, '--layout', 'struct', '--fps', '5');
  const { fields } = await json('read', 'fork_server1');
  const { a, ...rest } = fields as Record<string, unknown>;
  assert.ok(Number(a) >= 1);
  assert.deepEqual(rest, { b: Math.fround(0.1), c: 1e-7, buffer: 'data copy' });
});

test('a raw region with an index word and mutexes is watched on Windows', async (context) => {
  const reading = 'raw 64x48 B8G8R8A8_UNORM buffers=2 index=0 offset=64 mutex=WinRawA mutex=WinRawB';
  await startSend(context, 'WinRaw', '--layout', reading, '--fps', '20');
  const frame = await json('watch', 'WinRaw', '--layout', reading, '--frames', '3');
  assert.deepEqual([frame['width'], frame['format'], frame['suspect']], [64, 'B8G8R8A8_UNORM', false]);
});

test('frames over a Windows pipe all arrive, and a second listener is refused', async (context) => {
  await startSend(context, '--pipe', 'win', '--size', '64x48', '--fps', '0', '--frames', '40');
  const taken = await framelatch('send', '--pipe', 'win', '--frames', '1');
  assert.equal(taken.code, 1, taken.stderr);
  const { code, stdout, stderr } = await framelatch('watch', 'pipe:win', '--frames', '40', '--json');
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, 41, 'each frame, and the summary');
});

test('a window dump in a file is a picture on Windows too', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-xwd-'));
  const path = join(folder, 'screen.xwd');
  await startSend(context, path, '--layout', 'xwd', '--size', '64x48', '--fps', '0');
  // After its writer has ended: Windows removes no file that somebody has open.
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
  const frame = await json('watch', path, '--frames', '1');
  assert.deepEqual([frame['width'], frame['height'], frame['format']], [64, 48, 'B8G8R8X8_UNORM']);
  const failure = await framelatch('watch', join(folder, 'none.xwd'), '--json');
  assert.equal((JSON.parse(failure.stderr) as { code: string }).code, 'mapping-missing');
});
