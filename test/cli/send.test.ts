import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { decodePng } from '../support/decode';
import { temporaryFolder, uniqueName } from '../support/layouts';
import { cliScript } from '../support/paths';
import { Conversation, finish, framelatch, uniqueId } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';

/** A sender that is given `frame` on standard input, which stays open. */
async function startPiped(context: TestContext, frame: Uint8Array, ...words: string[]): Promise<Conversation> {
  const sender = new Conversation(process.execPath, [cliScript, 'send', ...words, '--stdin']);
  atEnd(context, async () => {
    sender.child.kill('SIGTERM');
    await sender.ended();
  });
  await sender.next();
  sender.child.stdin?.write(frame);
  return sender;
}

const [width, height] = [16, 8];
const pixels = width * height;

/** Rows of one colour each, top row first: what is turned over or shifted shows. */
function rows(colourOf: (row: number) => readonly number[], count = height): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, row) => Buffer.alloc(width * 4, Buffer.from(colourOf(row)))));
}
const bgra = rows((row) => [row, 100, 200, 255]);
const nv12 = Buffer.concat([
  Buffer.alloc(pixels / 2, 80),
  Buffer.alloc(pixels / 2, 160),
  Buffer.alloc(pixels / 2, 128),
]);
const grey = (luma: number) => Math.round(((luma - 16) * 255) / 219);
const byRow = (row: number) => [200, 100, row];
const byHalf = (row: number) => Array.from({ length: 3 }, () => grey(row < height / 2 ? 80 : 160));

const described = (words: string) => ['--layout', `raw ${width}x${height} ${words}`];
const jobs = [
  { words: ['--size', `${width}x${height}`], frame: bgra, colour: byRow },
  { words: ['--size', `${width}x${height}`, '--pad', '12', '--flip'], frame: bgra, colour: byRow },
  { words: ['--layout', 'virtual-camera', '--size', `${width}x${height}`], frame: nv12, colour: byHalf },
  { words: ['--layout', 'xwd', '--size', `${width}x${height}`], frame: bgra, colour: byRow },
  { words: described('B8G8R8A8_UNORM'), frame: bgra, colour: byRow },
  { words: described('B8G8R8A8_UNORM pitch=80 offset=32 flip'), frame: bgra, colour: byRow },
  { words: described('B8G8R8A8_UNORM buffers=2 index=0 offset=64'), frame: bgra, colour: byRow },
  { words: described('NV12'), frame: nv12, colour: byHalf },
  { words: described('NV12 pitch=32 flip'), frame: nv12, colour: byHalf },
  { words: ['--pipe', '', '--size', `${width}x${height}`], frame: bgra, colour: byRow },
  { words: ['--pipe', '', '--size', `${width}x${height}`, '--pad', '4', '--flip'], frame: bgra, colour: byRow },
];

for (const { words, frame, colour } of jobs) {
  test(`what comes in on standard input is what is sent: ${words.join(' ')}`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const layout = words[0] === '--layout' ? words[1] : undefined;
    const isPipe = words[0] === '--pipe';
    const folder = temporaryFolder(context);
    const name = isPipe
      ? `t${uniqueId()}`
      : layout === 'xwd'
        ? join(folder, 'x.xwd')
        : layout
          ? uniqueName()
          : String(uniqueId());
    const args = isPipe ? ['--pipe', name, ...words.slice(2)] : [name, ...words];
    const sender = await startPiped(context, frame, ...args);
    const source = isPipe ? [`pipe:${name}`] : [name, ...(layout && layout !== 'xwd' ? ['--layout', layout] : [])];
    const out = join(folder, 'a.png');
    // Where nothing says that a frame is there, zeros are seen until it is.
    for (;;) {
      const { code, stderr } = await framelatch('snap', ...source, '--timeout', '30', '--out', out);
      assert.equal(code, 0, stderr);
      const picture = await decodePng(out);
      if (
        isPipe ||
        picture
          .at(0, 0)
          .slice(0, 3)
          .some((level) => level > 0)
      )
        break;
      assert.equal(sender.child.exitCode, null);
    }
    const picture = await decodePng(out);
    for (let row = 0; row < height; row++) {
      assert.deepEqual(picture.at(3, row).slice(0, 3), colour(row), `row ${row}`);
    }
  });
}

test('a struct is so many bytes of standard input, a checked block all of it', async (context) => {
  const name = uniqueName();
  const schema = join(temporaryFolder(context), 'a.h');
  writeFileSync(schema, 'int a\nint b\n');
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(4711);
  await startPiped(context, bytes, name, '--layout', 'struct', '--schema', schema);
  const words = ['read', name, '--layout', 'struct', '--schema', schema, '--json'];
  for (;;) {
    const { code, stdout, stderr } = await framelatch(...words);
    assert.equal(code, 0, stderr);
    if (JSON.parse(stdout).fields.a === 4711) break;
  }
  const block = uniqueName();
  const sender = new Conversation(process.execPath, [cliScript, 'send', block, '--layout', 'checked-block', '--stdin']);
  atEnd(context, async () => {
    sender.child.kill('SIGTERM');
    await sender.ended();
  });
  sender.child.stdin?.end('all of it');
  const [mapping = ''] = (await sender.next()).split(' ');
  const read = await framelatch('read', mapping, '--json');
  assert.equal(read.code, 0, read.stderr);
  assert.equal(JSON.parse(read.stdout).text, 'all of it');
});

test('send ends after so many seconds, with every layout', async () => {
  const timed = [
    ['--size', '8x8'],
    ['--size', '8x8', '--fps', '0'],
    ['--layout', 'checked-block', '--text', 'x'],
    ['--layout', 'struct', '--values', '{"a": 1, "b": 1, "c": 1, "buffer": ""}'],
    ['--layout', 'raw 8x8 B8G8R8A8_UNORM'],
  ];
  await Promise.all(
    timed.map(async (words) => {
      const name = words[0] === '--layout' ? uniqueName() : String(uniqueId());
      const { code, stderr } = await framelatch('send', name, ...words, '--seconds', '0.3');
      assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
    }),
  );
  const waiting = await framelatch('send', '--pipe', `t${uniqueId()}`, '--size', '8x8', '--seconds', '0.3');
  assert.match(waiting.stdout, /\n0 frames sent, 0 dropped/);
  const unfinished = new Conversation(process.execPath, [
    cliScript,
    'send',
    String(uniqueId()),
    '--stdin',
    '--seconds',
    '0.3',
  ]);
  await unfinished.ended();
  assert.equal(unfinished.child.exitCode, 0);
});

test('values that are no JSON are wrong usage', async () => {
  for (const values of ['{', '[]', '5']) {
    const { code, stderr } = await framelatch('send', uniqueName(), '--layout', 'struct', '--values', values);
    assert.deepEqual([code, /--values is no JSON/.test(stderr)], [2, true], values);
  }
});

test('a standard output that takes no more is an error by its code', async (context) => {
  if (!requireThat(context, process.platform === 'linux', 'only Linux has /dev/full')) return;
  for (const words of [['list'], ['--help'], ['list', '--json']]) {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cliScript, ...words], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let stderr = '';
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 1, words.join(' '));
    assert.match(stderr, /file-unwritable/);
    assert.doesNotMatch(stderr, / {4}at /);
  }
});

test('a snapshot on a full disk leaves nothing, and says so', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can mount a small tmpfs')) return;
  if (!requireProgram(context, 'unshare', 'util-linux')) return;
  const folder = temporaryFolder(context);
  const region = join(folder, 'region');
  const make = `head -c 1048576 /dev/urandom > ${region}`;
  const snap = `${process.execPath} ${cliScript} snap ${region} --layout 'raw 512x512 B8G8R8A8_UNORM' --out ${folder}/small/a.png`;
  const mount = `mkdir ${folder}/small && mount -t tmpfs -o size=64k tmpfs ${folder}/small`;
  const { stdout, stderr } = await finish('unshare', [
    '--mount',
    'sh',
    '-c',
    `${make}; ${mount} && ${snap}; echo "exit $?"; ls -A ${folder}/small`,
  ]);
  assert.equal(stdout, 'exit 1\n');
  assert.match(stderr, /no space left on device \(ENOSPC\) \[file-unwritable\]/);
});
