import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { crc32Hex } from '../../cli/crc32';
import { Conversation, removeLeftovers, startPythonProducer, uniqueId } from '../support/processes';
import { root } from '../support/paths';
import { Watching } from './support';

/** What `watch` hashes: 64 x 48 pixels as RGBA, stored as BGRA 20 40 80 ff. */
const settledHash = crc32Hex(Buffer.from('804020ff'.repeat(64 * 48), 'hex'));
// Two slots of a 4K frame, and what Node itself takes.
const mostMiB = 400;

async function startUnsteady(context: TestContext, id: number, mode: string): Promise<Conversation> {
  const producer = new Conversation('python3', [join(root, 'test', 'producers', 'unsteady.py'), String(id), mode, '3']);
  atEnd(context, async () => {
    producer.child.stdin?.end();
    await producer.ended();
    await removeLeftovers(id);
  });
  assert.equal(await producer.next(), 'ready');
  return producer;
}

const sentences = {
  sizes: 'sizes that flap between 8 x 8 and 4K a thousand times a second',
  'map-id': 'a map_id that flaps a thousand times a second',
  're-create': 'a region that is removed and made anew in a loop',
};

for (const [mode, sentence] of Object.entries(sentences)) {
  test(`${sentence}: watch lives, in bounded memory, and shows the steady source afterwards`, async (context) => {
    const id = uniqueId();
    const watching = new Watching(context, String(id));
    const producer = await startUnsteady(context, id, mode);
    assert.equal(await producer.next(), 'settled');
    await watching.until('the steady picture', () => watching.frames.at(-1)?.hash === settledHash);
    const peakMiB = watching.peakMiB;
    assert.ok(peakMiB < mostMiB, `watch has had ${peakMiB.toFixed(0)} MiB`);
  });
}

test('a producer that is stopped, free or under its lock: the viewer waits without harm, and goes on with it', async (context) => {
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 20408000');
  const watching = new Watching(context, String(id));
  await watching.until('its first frame', () => watching.frames.length === 1);
  producer.child.kill('SIGSTOP');
  await watching.until('a while', pauseOf(1500));
  producer.child.kill('SIGCONT');
  await producer.ask('frame 10203000');
  await watching.until('the frame after it', () => watching.frames.length === 2);
  assert.ok(watching.frames.every(({ suspect }) => suspect === false));
});

function pauseOf(milliseconds: number): () => boolean {
  const end = Date.now() + milliseconds;
  return () => Date.now() >= end;
}
