import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { crcOfPixels } from '../support/decode';
import { temporaryFolder, uniqueName } from '../support/layouts';
import { cliScript } from '../support/paths';
import {
  Conversation,
  framelatch,
  removeLeftovers,
  startPythonProducer,
  startSend,
  uniqueId,
} from '../support/processes';
import { requireProgram } from '../support/requires';
import { nextLine } from '../support/watch-lines';

/** Stored pixel and the RGBA8 that it must become, by format: worked out by hand from docs/capture-hook.md. */
const colors: readonly (readonly [format: number, stored: string, rgba: string])[] = [
  [2, '0000003f0000803f000000c00000003f', 'bcff0080'], // 0.5, 1.0, -2.0, alpha 0.5
  [10, '0038003c007e0038', 'bcff0080'], // 0.5, 1.0, NaN, alpha 0.5
  [11, '0000ff7fffff0080', '007fff80'],
  [24, 'ff03004c', 'ff003055'],
  [28, '01020304', '01020304'],
  [29, '01020304', '01020304'],
  [85, '1ff8', 'ff00ffff'],
  [86, '00fc', 'ff0000ff'],
  [87, '01020304', '03020104'],
  [88, '01020304', '030201ff'],
  [91, '01020304', '03020104'],
];

for (const dialect of ['CaptureHook', 'GameCapture']) {
  test(`watch prints each frame of a ${dialect} producer that shares no code`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const id = uniqueId();
    const producer = await startPythonProducer(context, id, '--dialect', dialect, '--pad', '20', '--flip', '1');
    assert.equal(await producer.ask('frame 01020304'), 'published 0');
    const { code, stdout } = await framelatch('watch', `${dialect}_HookInfo${id}`, '--frames', '1', '--json');
    assert.equal(code, 0);
    const [frame, summary] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(frame.sequence, 1);
    assert.equal(frame.width, 64);
    assert.equal(frame.height, 48);
    assert.equal(frame.format, 'B8G8R8A8_UNORM');
    assert.equal(frame.buffer, 0);
    assert.equal(frame.mapId, 1);
    assert.equal(frame.suspect, false);
    assert.match(frame.acquiredAtMonotonicNs, /^\d+$/);
    assert.equal(frame.hash, await crcOfPixels('03020104', 64 * 48));
    assert.deepEqual(Object.keys(summary.summary), [
      'frames',
      'seconds',
      'sourceFps',
      'contended',
      'suspect',
      'reopened',
      'state',
      'picture',
    ]);
    assert.equal(summary.summary.state.kind, 'live');
    assert.equal(summary.summary.frames, 1);
  });
}

for (const [format, stored, rgba] of colors) {
  test(`format ${format} reaches RGBA8 as the reference says`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const id = uniqueId();
    const producer = await startPythonProducer(context, id, '--format', String(format));
    await producer.ask(`frame ${stored}`);
    const { stdout } = await framelatch('watch', String(id), '--frames', '1', '--json');
    assert.equal(JSON.parse(stdout.split('\n')[0] ?? '').hash, await crcOfPixels(rgba, 64 * 48));
  });
}

test('watch goes on over a resize and a restart, and counts them', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 10101010');
  const words = ['watch', String(id), '--frames', '2', '--seconds', '60', '--json'];
  const watching = new Conversation(process.execPath, [cliScript, ...words]);
  const nextShape = async () => {
    const { sequence, width, mapId } = await nextLine(watching, 'hash');
    return [sequence, width, mapId];
  };
  assert.deepEqual(await nextShape(), [1, 64, 1]);
  assert.equal(await producer.ask('resize 32 16'), 'resized 2');
  await producer.ask('frame 20202020');
  assert.deepEqual(await nextShape(), [2, 32, 2]);
  assert.equal((await nextLine(watching, 'summary')).summary.reopened, 1);
  await watching.ended();
  assert.equal(watching.child.exitCode, 0);
});

test('a producer killed under the lock leaves a suspect picture behind', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 11111111');
  await producer.ask('frame 22222222');
  producer.child.stdin?.write('die\n');
  await producer.ended();
  const inspection = JSON.parse((await framelatch('inspect', String(id), '--json')).stdout);
  assert.equal(inspection.mutexes[0].state, 'abandoned');
  assert.equal(inspection.producer, null);
  const listed = JSON.parse((await framelatch('list', '--json')).stdout);
  const row = listed.find(({ name }: { name: string }) => name.endsWith(`HookInfo${id}`));
  assert.equal(row.leftover, true);
  assert.match(
    (await framelatch('watch', String(id), '--frames', '1')).stdout,
    /^#1 .*NOT LIVE: its producer is gone\n/,
  );
  const cleaned = JSON.parse((await framelatch('clean', String(id), '--yes', '--json')).stdout);
  assert.ok(cleaned.includes(`CaptureHook_HookInfo${id}`));
  const again = await framelatch('clean', String(id), '--yes', '--json');
  assert.equal(JSON.parse(again.stderr).code, 'mapping-missing');
  assert.equal((await framelatch('inspect', String(id))).code, 1);
});

test('an absent name is a failed job at once, one JSON object on standard error', async () => {
  const { code, stdout, stderr } = await framelatch('watch', String(uniqueId()), '--json');
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.deepEqual(Object.keys(JSON.parse(stderr)), ['code', 'operation', 'target', 'reason', 'next']);
  assert.equal(JSON.parse(stderr).code, 'mapping-missing');
});

test('--wait waits for a mapping that comes', async (context) => {
  const id = uniqueId();
  const watching = framelatch('watch', String(id), '--wait', '20', '--frames', '3', '--json');
  await new Promise((resolve) => setTimeout(resolve, 600));
  await startSend(context, id, '--size', '64x64', '--fps', '30');
  const { code, stdout } = await watching;
  assert.equal(code, 0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.filter(({ hash }) => hash).length, 3);
  assert.equal(lines.filter(({ summary }) => summary).length, 1);
  const states = lines.flatMap(({ state }) => state?.kind ?? []);
  assert.deepEqual([states[0], states.at(-1)], ['searching', 'live']);
});

test('no frame within --seconds is a failed job', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  await startPythonProducer(context, id);
  const { code, stderr } = await framelatch('watch', String(id), '--seconds', '1', '--json');
  assert.equal(code, 1);
  const error = JSON.parse(stderr);
  assert.equal(error.code, 'no-frame');
  assert.match(error.reason, /KeepAlive/);
});

test('Ctrl+C ends with a summary and success', async (context) => {
  const id = uniqueId();
  await startSend(context, id, '--size', '64x64', '--fps', '30');
  const watching = new Conversation(process.execPath, [cliScript, 'watch', String(id), '--json']);
  await nextLine(watching, 'hash');
  watching.child.kill('SIGINT');
  let last = '';
  try {
    for (;;) last = await watching.next();
  } catch {
    assert.ok(JSON.parse(last).summary.frames >= 1);
  }
  await watching.ended();
  assert.equal(watching.child.exitCode, 0);
});

test('wrong usage exits with 2', async () => {
  for (const args of [
    ['watch'],
    ['watch', '1', '--frames', 'x'],
    ['nonsense'],
    ['send', '--size', '0x0'],
    ['snap', '1'],
  ]) {
    assert.equal((await framelatch(...args)).code, 2, args.join(' '));
  }
});

test('in a pipe too, watch says when its producer dies, with its evidence, and how it was at the end', async (context) => {
  const id = uniqueId();
  const sender = await startSend(context, id, '--size', '64x64', '--fps', '30');
  const watching = new Conversation(process.execPath, [cliScript, 'watch', String(id), '--json']);
  const asText = new Conversation(process.execPath, [cliScript, 'watch', String(id)]);
  assert.equal((await nextLine(watching, 'hash')).sequence, 1);
  assert.match(await asText.next(), /^#1 /);
  sender.child.kill('SIGKILL');
  let told = null;
  while (!told) told = JSON.parse(await watching.next()).state ?? null;
  assert.deepEqual([told.kind, told.reason, told.producer.pid], ['producer-gone', 'process-exited', sender.child.pid]);
  let line = '';
  while (!line.startsWith('-- ')) line = await asText.next();
  assert.match(line, /^-- The producer’s process has ended\./);
  for (const job of [watching, asText]) job.child.kill('SIGINT');
  const { summary } = await nextLine(watching, 'summary');
  assert.equal(summary.state.kind, 'producer-gone');
  assert.match(await asText.next(), /^\d+ frames in /);
  assert.match(await asText.next(), /^At the end: The producer’s process has ended\./);
  await Promise.all([watching.ended(), asText.ended()]);
  await removeLeftovers(id);
});

test('a picture in which nothing is to be seen says why: in watch, snap and inspect, and as JSON', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  const out = join(temporaryFolder(context), 'a.png');
  for (const [stored, uniform, alphaZero, words] of [
    ['00000000', [0, 0, 0], true, /all black,? {0,2}alpha 0 everywhere/],
    ['0a141eff', [30, 20, 10], false, /one colour #1e140a/],
  ] as const) {
    assert.match(await producer.ask(`frame ${stored}`), /published/);
    assert.match((await framelatch('watch', String(id), '--frames', '1')).stdout, words);
    assert.match((await framelatch('snap', String(id), '--out', out)).stderr, words);
    const inspected = await framelatch('inspect', String(id));
    assert.match(inspected.stdout, words);
    assert.doesNotMatch(inspected.stdout, /Nothing is wrong/);
    for (const line of [
      (await framelatch('watch', String(id), '--frames', '1', '--json')).stdout.split('\n')[0],
      (await framelatch('snap', String(id), '--out', out, '--json')).stdout,
      (await framelatch('inspect', String(id), '--json')).stdout,
    ]) {
      const { picture } = JSON.parse(line ?? '');
      assert.deepEqual([picture.uniform, picture.alphaZero], [uniform, alphaZero], line);
    }
  }
});

test('colours that are only assumed are said to be', async (context) => {
  const name = uniqueName();
  await startSend(context, name, '--layout', 'raw 64x48 NV12', '--fps', '0');
  const out = join(temporaryFolder(context), 'a.png');
  for (const [layout, words] of [
    ['raw 64x48 NV12', /BT\.709 limited range, assumed/],
    ['raw 64x48 NV12 bt601 full', null],
  ] as const) {
    for (const command of [['watch', '--frames', '1'], ['snap', '--out', out], ['inspect']]) {
      const [verb = '', ...rest] = command;
      const { stdout, stderr } = await framelatch(verb, name, '--layout', layout, ...rest);
      if (words) assert.match(stdout + stderr, words, verb);
      else assert.doesNotMatch(stdout + stderr, /assumed/, verb);
    }
  }
});
