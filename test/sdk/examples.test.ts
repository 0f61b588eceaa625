import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { decodePng } from '../support/decode';
import { root } from '../support/paths';
import { framelatch, uniqueId } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';
import { compile, startProducer } from './support';

const example = (name: string) => join(root, 'sdk', 'examples', name);

/** Every example shows the same gradient: frame n has n in its red, x + n in its blue and 2n (C: y + 2n) in its green. */
async function checkGradient(context: TestContext, id: number, greenOf: (y: number, frame: number) => number) {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-sdk-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const path = join(folder, 'frame.png');
  const { code, stderr } = await framelatch('snap', String(id), '--new', '--timeout', '30', '--out', path);
  assert.equal(code, 0, stderr);
  const picture = await decodePng(path);
  assert.deepEqual([picture.width, picture.height], [640, 360]);
  const [frame = -1] = picture.at(0, 0);
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [639, 0],
    [300, 200],
    [0, 359],
    [639, 359],
  ] as const) {
    assert.deepEqual(picture.at(x, y), [frame, greenOf(y, frame) & 255, (x + frame) & 255], `${x}, ${y}`);
  }
}

const flat = (_y: number, frame: number) => 2 * frame;
const sloping = (y: number, frame: number) => y + 2 * frame;

/** Whether nothing of a source is left. */
function isGone(id: number): boolean {
  return !readdirSync('/dev/shm').some((name) => name.endsWith(String(id)));
}

for (const [what, compiler, flags] of [
  ['C99', 'gcc', ['-std=c99']],
  ['C++11', 'g++', ['-std=c++11', '-x', 'c++']],
  ['C99, 32-bit, for a 64-bit reader', 'gcc', ['-std=c99', '-m32']],
] as const) {
  test(`the producer in ${what} is shown, and leaves nothing`, async (context) => {
    if (!requireProgram(context, compiler, compiler)) return;
    if (flags.includes('-m32' as never) && !requireThat(context, hasMultilib(), 'apt-get install gcc-multilib')) return;
    const id = uniqueId();
    const producer = await startProducer(context, compile(compiler, 'sdk/examples/producer.c', ...flags), String(id));
    await checkGradient(context, id, sloping);
    producer.child.kill('SIGTERM');
    await producer.ended();
    assert.ok(isGone(id));
  });
}

for (const [what, command, file] of [
  ['Python', 'python3', 'producer.py'],
  ['Node', process.execPath, 'producer.mjs'],
] as const) {
  test(`the producer in ${what} is shown, and leaves nothing`, async (context) => {
    if (command === 'python3' && !requireProgram(context, command, command)) return;
    const id = uniqueId();
    const producer = await startProducer(context, command, example(file), String(id));
    await checkGradient(context, id, flat);
    producer.child.kill('SIGTERM');
    await producer.ended();
    assert.ok(isGone(id));
  });
}

/** Whether this compiler has the 32-bit libraries. */
function hasMultilib(): boolean {
  try {
    compile('gcc', 'test/sdk/programs/faults.c', '-std=c99', '-m32');
    return true;
  } catch {
    return false;
  }
}
