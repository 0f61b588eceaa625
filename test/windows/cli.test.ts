import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { crc32 } from 'node:zlib';

import { cliScript, fixture } from '../support/paths';
import { Conversation, framelatch } from '../support/processes';

interface Line {
  readonly sequence: number;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly hash: string;
}

test('send in one Windows process is listed and watched in another, at its own pid', async (context) => {
  const sender = await startCommand(context, 'send', '--size', '320x180', '--fps', '30');
  const name = `CaptureHook_HookInfo${sender.child.pid}`;
  const listed = await framelatch('list', '--json');
  assert.equal(listed.code, 0, listed.stderr);
  const row = (JSON.parse(listed.stdout) as { readonly name: string }[]).find((source) => source.name === name);
  assert.deepEqual(row, {
    name,
    layout: 'capture-hook',
    width: 320,
    height: 180,
    format: 'B8G8R8A8_UNORM',
    producer: { pid: sender.child.pid, name: 'node.exe', alive: true },
    program: 'node.exe',
    leftover: false,
  });
  const watched = await framelatch('watch', name, '--frames', '5', '--json');
  assert.equal(watched.code, 0, watched.stderr);
  const lines = watched.stdout.trim().split('\n');
  const frames = lines.map((line) => JSON.parse(line) as Line).filter(({ hash }) => hash !== undefined);
  assert.deepEqual(
    frames.map(({ sequence, width, height, format }) => ({ sequence, width, height, format })),
    [1, 2, 3, 4, 5].map((sequence) => ({ sequence, width: 320, height: 180, format: 'B8G8R8A8_UNORM' })),
  );
  assert.equal(new Set(frames.map(({ hash }) => hash)).size, 5, 'five different pictures');
});

test('raw frames through a Windows pipe arrive bit by bit', async (context) => {
  const stored = Buffer.from(Uint8Array.from({ length: 16 * 8 * 4 }, (_, index) => index * 7));
  const sender = await startCommand(context, 'send', '3050', '--size', '16x8', '--stdin');
  sender.child.stdin?.write(stored);
  const [frame] = await watch('3050');
  assert.equal(frame?.hash, hashOfBgra(stored, 16, 8, 16 * 4));
});

test('a recording of the real hook, replayed: every pixel is what its description says', async (context) => {
  const base = fixture('obs-hook/d3d11-bgra8-162x118');
  const texture = readFileSync(`${base}.texture.bin`);
  await startCommand(context, 'replay', `${base}.hook_info.bin`, `${base}.texture.bin`, '--id', '3051');
  const buffers = [32, 76_512].map((offset) => texture.subarray(offset, offset + 648 * 118));
  const frames = await watch('3051', '--frames', '2');
  assert.equal(frames.length, 2);
  for (const { hash } of frames) {
    assert.ok(buffers.some((buffer) => hash === hashOfBgra(buffer, 162, 118, 648)));
  }
});

test('a picture is saved upright and whole', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-'));
  await startCommand(context, 'send', '3052', '--size', '64x48', '--fps', '0');
  const file = join(folder, 'picture.png');
  const { code, stderr } = await framelatch('snap', '3052', '--timeout', '30', '--out', file);
  assert.equal(code, 0, stderr);
  const png = readFileSync(file);
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [64, 48]);
  rmSync(folder, { recursive: true });
});

test('inspect sees the header, both mutexes and the producer without acquiring anything', async (context) => {
  const sender = await startCommand(context, 'send', '--size', '64x48');
  const { code, stdout, stderr } = await framelatch('inspect', `${sender.child.pid}`, '--json');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /"cx": ?64/);
  assert.match(stdout, /node\.exe/);
});

test('an absent name is a failed job with one error object', async () => {
  const { code, stdout, stderr } = await framelatch('watch', 'CaptureHook_HookInfo3053', '--json');
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.equal((JSON.parse(stderr) as { readonly code: string }).code, 'mapping-missing');
});

/** A command that is a producer, once it has created its objects; killed after the test, as no signal reaches it. */
async function startCommand(context: TestContext, ...args: string[]): Promise<Conversation> {
  const command = new Conversation(process.execPath, [cliScript, ...args]);
  context.after(async () => {
    command.child.kill('SIGKILL');
    await command.ended();
  });
  assert.match(await command.next(), /HookInfo/);
  return command;
}

async function watch(name: string, ...args: string[]): Promise<readonly Line[]> {
  const { code, stdout, stderr } = await framelatch('watch', name, '--frames', '1', ...args, '--json');
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line).filter(({ hash }) => hash !== undefined);
}

/** CRC-32 of the visible pixels as RGBA, by a decoder of the test's own. */
function hashOfBgra(stored: Buffer, width: number, height: number, pitch: number): string {
  const rgba = Buffer.alloc(width * height * 4);
  for (let pixel = 0; pixel < width * height; ++pixel) {
    const from = Math.floor(pixel / width) * pitch + (pixel % width) * 4;
    [2, 1, 0, 3].forEach((channel, to) => (rgba[pixel * 4 + to] = stored[from + channel] ?? 0));
  }
  return crc32(rgba).toString(16).padStart(8, '0');
}
