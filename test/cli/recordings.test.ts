import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { decodePng, decodeRecording, type Decoded } from '../support/decode';
import { cliScript, fixture } from '../support/paths';
import { Conversation, finish, framelatch, uniqueId } from '../support/processes';
import { requireProgram } from '../support/requires';

/* Recordings of the real OBS hook, put back as live sources, against a decoder that shares no code with the product. */

const recordings = ['gl-160x120', 'd3d11-bgra8-162x118', 'd3d11-rgba8-160x120', 'd3d11-rgba16f-160x120'];
const paths = (name: string) =>
  [fixture(`obs-hook/${name}.hook_info.bin`), fixture(`obs-hook/${name}.texture.bin`)] as const;

async function replay(context: TestContext, name: string, ...args: string[]): Promise<number> {
  const id = uniqueId();
  const source = new Conversation(process.execPath, [cliScript, 'replay', ...paths(name), '--id', String(id), ...args]);
  atEnd(context, async () => {
    source.child.kill('SIGTERM');
    await source.ended();
  });
  await source.next();
  return id;
}

/** What the hook captured, as the recordings' own description says. */
function checkContent(name: string, picture: Decoded): void {
  const { width, height } = picture;
  const inner = {
    left: Math.floor(width / 4),
    right: Math.floor((width * 3) / 4),
    top: Math.floor(height / 4),
    bottom: Math.floor((height * 3) / 4),
  };
  if (name.startsWith('gl-')) {
    assert.deepEqual(picture.at(inner.left, inner.top).slice(0, 3), [255, 0, 0], 'top left is red');
    assert.deepEqual(picture.at(inner.right, inner.top).slice(0, 3), [0, 255, 0], 'top right is green');
    assert.deepEqual(picture.at(inner.left, inner.bottom).slice(0, 3), [0, 0, 255], 'bottom left is blue');
    const [red, green, blue] = picture.at(inner.right, inner.bottom);
    assert.ok(red === green && green === blue, 'bottom right is grey');
    return;
  }
  const [red, green] = picture.at(inner.left, inner.top);
  assert.equal(red, 255);
  // 0.5: as stored in 8 bits, or linear in scRGB.
  assert.ok(name.includes('16f') ? green === 188 : green === 127 || green === 128);
}

for (const name of recordings) {
  test(`${name}: every pixel of the snapshot is the recording's`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const id = await replay(context, name, '--fps', '0');
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-'));
    atEnd(context, () => rmSync(folder, { recursive: true }));
    const out = join(folder, 'snap.png');
    assert.equal((await framelatch('snap', String(id), '--timeout', '30', '--out', out)).code, 0);
    const watched = await framelatch('watch', String(id), '--frames', '1', '--json');
    const { buffer } = JSON.parse(watched.stdout.split('\n')[0] ?? '') as { buffer: 0 | 1 };
    const picture = await decodePng(out);
    const expected = await decodeRecording(...paths(name), buffer);
    assert.deepEqual([picture.width, picture.height, picture.channels], [expected.width, expected.height, 3]);
    for (let y = 0; y < expected.height; y++) {
      for (let x = 0; x < expected.width; x++) {
        assert.deepEqual(picture.at(x, y), expected.at(x, y).slice(0, 3), `pixel ${x},${y}`);
      }
    }
    checkContent(name, picture);
  });
}

test('a replay alternates the buffers', async (context) => {
  const id = await replay(context, 'gl-160x120');
  const { stdout } = await framelatch('watch', String(id), '--frames', '6', '--json');
  const lines = stdout
    .trim()
    .split('\n')
    .slice(0, 6)
    .map((line) => JSON.parse(line) as { buffer: number });
  assert.deepEqual(new Set(lines.map(({ buffer }) => buffer)), new Set([0, 1]));
});

test('files that do not belong together are no recording', async () => {
  const [hookInfo] = paths('gl-160x120');
  const [, texture] = paths('d3d11-rgba16f-160x120');
  const plain = await framelatch('replay', hookInfo, texture);
  assert.equal(plain.code, 1);
  assert.match(plain.stderr, /not-a-recording/);
});

test('ffmpeg through a pipe is a live source, pixel for pixel', async (context) => {
  if (!requireProgram(context, 'ffmpeg', 'ffmpeg') || !requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const pattern = 'testsrc2=size=320x180:rate=30';
  const pipeline = `ffmpeg -loglevel error -re -f lavfi -i ${pattern} -t 20 -f rawvideo -pix_fmt bgra - | ${process.execPath} ${cliScript} send ${id} --size 320x180 --stdin`;
  const shell = new Conversation('sh', ['-c', pipeline]);
  atEnd(context, async () => {
    shell.child.kill('SIGTERM');
    await finish('pkill', ['-TERM', '-f', `send ${id} `]);
    await shell.ended();
  });
  await shell.next();
  const { code, stdout } = await framelatch('watch', String(id), '--frames', '5', '--seconds', '20', '--json');
  assert.equal(code, 0);
  const hashes = stdout
    .trim()
    .split('\n')
    // States stand between.
    .flatMap((line) => (JSON.parse(line) as { hash?: string }).hash ?? []);
  assert.equal(hashes.length, 5);
  // Each frame must be one that ffmpeg itself says it made.
  const reference = await finish('ffmpeg', [
    '-loglevel',
    'error',
    '-f',
    'lavfi',
    '-i',
    pattern,
    '-t',
    '20',
    '-pix_fmt',
    'rgba',
    '-f',
    'framehash',
    '-hash',
    'CRC32',
    '-',
  ]);
  const made = new Set([...reference.stdout.matchAll(/, ([0-9a-f]{8})$/gim)].map((match) => match[1]?.toLowerCase()));
  assert.ok(
    hashes.every((hash) => made.has(hash)),
    `${hashes.join(' ')} are not all among ffmpeg's`,
  );
});
