import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';

import { decodePng, type Decoded } from '../support/decode';
import { ownFixedNames, startLayout, startXServer, temporaryFolder, uniqueName } from '../support/layouts';
import { Conversation, framelatch } from '../support/processes';
import { atEnd } from '../support/cleanup';
import { cliScript } from '../support/paths';
import { requireProgram } from '../support/requires';
import { nextLine } from '../support/watch-lines';

async function snapOf(context: TestContext, ...args: string[]): Promise<Decoded> {
  const out = join(temporaryFolder(context), 'snap.png');
  const { code, stderr } = await framelatch('snap', ...args, '--timeout', '30', '--out', out);
  assert.equal(code, 0, stderr);
  return decodePng(out);
}

async function failureOf(...args: string[]): Promise<{ code: string; reason: string }> {
  const { code, stderr } = await framelatch(...args, '--json');
  assert.equal(code, 1);
  return JSON.parse(stderr);
}

function assertNear(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expected.forEach((level, channel) => {
    assert.ok(
      Math.abs((found[channel] ?? -1) - level) <= tolerance,
      `found ${found.join(' ')}, expected ${expected.join(' ')}`,
    );
  });
}

/** Y, U, V and what they are by the definition, worked out apart from the product. */
const yuvColours = [
  { stored: '81 90 240', coding: 'bt601 limited', rgb: [255, 0, 0] },
  { stored: '63 102 240', coding: 'bt709 limited', rgb: [255, 1, 0] },
  { stored: '76 85 255', coding: 'bt601 full', rgb: [254, 0, 0] },
  { stored: '128 128 128', coding: 'bt709 full', rgb: [128, 128, 128] },
  { stored: '235 128 128', coding: 'bt709 limited', rgb: [255, 255, 255] },
  { stored: '16 128 128', coding: 'bt709 limited', rgb: [0, 0, 0] },
];

test('a virtual camera’s pictures are shown by the coding that is chosen', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  const camera = await startLayout(context, 'camera', name, '64', '48');
  for (const { stored, coding, rgb } of yuvColours) {
    assert.match(await camera.ask(`frame ${stored}`), /published/);
    const picture = await snapOf(context, name, '--layout', `virtual-camera ${coding}`);
    assert.deepEqual([picture.width, picture.height], [64, 48]);
    assertNear(picture.at(0, 0), rgb, 2);
    assertNear(picture.at(63, 47), rgb, 2);
  }
});

test('a virtual camera is watched, listed and inspected by its own name', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  await ownFixedNames(context);
  const camera = await startLayout(context, 'camera', 'OBSVirtualCamVideo', '32', '16');
  atEnd(context, async () => rmSync('/dev/shm/OBSVirtualCamVideo', { force: true }));
  await camera.ask('frame 128 128 128');
  const watcher = new Conversation(process.execPath, [
    cliScript,
    'watch',
    'OBSVirtualCamVideo',
    '--frames',
    '4',
    '--json',
  ]);
  atEnd(context, async () => void watcher.child.kill());
  const sequences = [];
  for (const luma of [50, 100, 150]) {
    sequences.push((await nextLine(watcher, 'hash')).sequence);
    await camera.ask(`frame ${luma} 128 128`);
  }
  const last = await nextLine(watcher, 'hash');
  assert.deepEqual([...sequences, last.sequence], [1, 2, 3, 4]);
  assert.deepEqual([last.width, last.height, last.format, last.suspect], [32, 16, 'NV12', false]);
  const rows = JSON.parse((await framelatch('list', '--json')).stdout);
  const row = rows.find(({ name }: { name: string }) => name === 'OBSVirtualCamVideo');
  assert.deepEqual([row.layout, row.width, row.height, row.producer.pid], ['virtual-camera', 32, 16, camera.child.pid]);
  const inspection = JSON.parse((await framelatch('inspect', 'OBSVirtualCamVideo', '--json')).stdout);
  assert.deepEqual([inspection.fields.read_idx, inspection.fields.state, inspection.error], [4, 2, null]);

  const clean = () => framelatch('clean', 'OBSVirtualCamVideo', '--yes', '--json');
  assert.equal((await clean()).code, 1, 'its producer lives');
  camera.child.stdin?.write('die\n');
  await camera.ended();
  assert.deepEqual(JSON.parse((await clean()).stdout), ['OBSVirtualCamVideo']);
});

const cameraFaults = [
  ['word 24 1', 'capture-type-unknown'],
  ['word 28 0', 'header-size-zero'],
  ['word 28 33', 'header-size-overflow'],
  ['word 12 4', 'texture-offset-invalid'],
  ['truncate 1000', 'mapping-too-small'],
  ['truncate 40', 'mapping-too-small'],
] as const;

test('a virtual camera’s header that makes no sense is an error by name, never a picture', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  for (const [command, code] of cameraFaults) {
    const name = uniqueName();
    const camera = await startLayout(context, 'camera', name, '64', '48');
    await camera.ask('frame 128 128 128');
    await camera.ask(command);
    assert.equal((await failureOf('watch', name, '--layout', 'virtual-camera', '--seconds', '30')).code, code, command);
  }
});

for (const depth of [8, 15, 16, 24, 30]) {
  test(`a real X server’s screen of depth ${depth} is shown as it was drawn`, async (context) => {
    if (!requireProgram(context, 'Xvfb', 'xvfb') || !requireProgram(context, 'python3', 'python3')) return;
    const server = await startXServer(context, `64x48x${depth}`);
    // Half a level of the coarsest channel: 5 bits.
    const tolerance = depth === 15 || depth === 16 ? 4 : 0;
    for (const colour of [
      [255, 128, 3],
      [0, 64, 250],
    ]) {
      assert.match(await server.painter.ask(colour.join(' ')), /filled/);
      const picture = await snapOf(context, server.screen);
      assert.deepEqual([picture.width, picture.height], [64, 48]);
      assertNear(picture.at(0, 0), colour, tolerance);
      assertNear(picture.at(63, 47), colour, tolerance);
    }
  });
}

test('an X server is found without being named, and a dump of its screen is a picture too', async (context) => {
  if (!requireProgram(context, 'Xvfb', 'xvfb') || !requireProgram(context, 'python3', 'python3')) return;
  const server = await startXServer(context, '64x48x24');
  await server.painter.ask('10 20 30');
  const rows = JSON.parse((await framelatch('list', '--json')).stdout);
  const row = rows.find(({ name }: { name: string }) => name === server.screen);
  assert.deepEqual(
    [row.layout, row.width, row.height, row.format, row.producer.pid],
    ['xwd', 64, 48, 'B8G8R8X8_UNORM', server.process.pid],
  );
  const dump = join(temporaryFolder(context), 'dump.xwd');
  copyFileSync(server.screen, dump);
  await server.painter.ask('40 50 60');
  assert.deepEqual((await snapOf(context, dump)).at(5, 5).slice(0, 3), [10, 20, 30]);
  const region = ['--layout', 'raw 64x48 B8G8R8X8_UNORM offset=3232 pitch=256'];
  assert.deepEqual((await snapOf(context, server.screen, ...region)).at(5, 5).slice(0, 3), [40, 50, 60]);
});

test('an unchanged screen is one frame; each change is one more', async (context) => {
  if (!requireProgram(context, 'Xvfb', 'xvfb') || !requireProgram(context, 'python3', 'python3')) return;
  const server = await startXServer(context, '320x200x24');
  await server.painter.ask('1 2 3');
  const watcher = new Conversation(process.execPath, [cliScript, 'watch', server.screen, '--json']);
  atEnd(context, async () => void watcher.child.kill());
  assert.equal((await nextLine(watcher, 'hash')).sequence, 1);
  await server.painter.ask('4 5 6');
  assert.equal((await nextLine(watcher, 'hash')).sequence, 2);
  // Some sixty looks.
  await sleep(1000);
  watcher.child.kill('SIGINT');
  const { summary } = await nextLine(watcher, 'summary');
  assert.equal(summary.frames, 2, 'nothing is sent while nothing changes');
});

const sent = [
  { layout: 'virtual-camera', size: [64, 48], tolerance: 3 },
  { layout: 'virtual-camera bt601 full', size: [64, 48], tolerance: 3 },
  { layout: 'xwd', size: [64, 48], tolerance: 0 },
  { layout: 'raw 64x48 R10G10B10A2_UNORM pitch=300 offset=128', size: [64, 48], tolerance: 1 },
  { layout: 'raw 64x48 B8G8R8A8_UNORM buffers=3 index=4 offset=64 flip', size: [64, 48], tolerance: 0 },
  { layout: 'raw 64x48 NV12', size: [64, 48], tolerance: 3 },
];

for (const { layout, size, tolerance } of sent) {
  test(`what send writes as ‘${layout}’ is read back`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const name = layout === 'xwd' ? join(temporaryFolder(context), 'screen.xwd') : uniqueName();
    const args = ['send', name, '--layout', layout, '--size', size.join('x'), '--fps', '0'];
    const sender = new Conversation(process.execPath, [cliScript, ...args]);
    atEnd(context, async () => {
      sender.child.kill('SIGTERM');
      await sender.ended();
    });
    await sender.next();
    const picture = await snapOf(context, name, ...(layout === 'xwd' ? [] : ['--layout', layout]));
    // The pattern's bars, from the left: white, yellow, cyan, green, magenta, red, blue, black.
    assertNear(picture.at(2, 2), [255, 255, 255], tolerance);
    assertNear(picture.at(10, 2), [255, 255, 0], tolerance);
    assertNear(picture.at(42, 2), [255, 0, 0], tolerance);
    assertNear(picture.at(52, 2), [0, 0, 255], tolerance);
  });
}

test('a layout that does not exist, and a raw description that makes no sense, are wrong usage', async () => {
  for (const layout of ['nonsense', 'raw', 'raw 64x48', 'raw 64x48 NV13', 'raw 64x48 NV12 pitch=x', 'xwd 5']) {
    const { code, stderr } = await framelatch('watch', 'anything', '--layout', layout);
    assert.equal(code, 2, layout);
    assert.match(stderr, /found|there is no|means nothing|is no part/);
  }
});
