import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { BrowserShell } from './support/browser-shell';
import { closed, opened, StreamClient } from './support/page';
import { Producer } from './support/producer';

const slots = 3;

async function openStream(shell: BrowserShell, id: number) {
  const session = await shell.value('session:open', [`CaptureHook_HookInfo${id}`]);
  const socket = shell.socket(`/stream?session=${session}`);
  await opened(socket);
  return { session, socket, stream: new StreamClient(socket) };
}

describe('a stream over a WebSocket', () => {
  it('brings the producer’s pixels, and follows a new size', async (t) => {
    const shell = await BrowserShell.start(t);
    const producer = new Producer(t, shell.engine, 7010, 61, 33);
    producer.publish(1);
    const { stream } = await openStream(shell, 7010);
    await stream.startWithoutRing();
    const first = await stream.picture(producer.expected(1));
    assert.deepEqual([first.header.width, first.header.height, first.header.format], [61, 33, 87]);
    producer.publish(2);
    const second = await stream.picture(producer.expected(2));
    assert.ok(second.header.sequence > first.header.sequence);

    producer.resize(120, 90);
    producer.publish(3);
    const prepare = await stream.next('prepare');
    assert.equal(prepare.frameBytes, 120 * 90 * 4);
    stream.say({ kind: 'no-ring', reason: 'this is a test' });
    const third = await stream.picture(producer.expected(3));
    assert.ok(third.header.sequence > second.header.sequence);
  });

  it('waits for credit, then goes on with the newest', async (t) => {
    const shell = await BrowserShell.start(t);
    const producer = new Producer(t, shell.engine, 7011, 40, 30);
    producer.publish(0);
    const { stream } = await openStream(shell, 7011);
    await stream.startWithoutRing();
    const held = [await stream.next('frame')];
    // As many as come, then some more, of which none may come.
    let last = 0;
    for (let more = 5; more > 0 && last < 1000;) {
      producer.publish((last += 1));
      await sleep(15);
      while (stream.inbox.received.length) held.push(await stream.next('frame'));
      if (held.length >= slots) more -= 1;
    }
    assert.equal(held.length, slots);
    assert.equal(new Set(held.map(({ slot }) => slot)).size, slots);
    for (const { slot } of held) stream.say({ kind: 'credit', slot, heldMs: 1 });
    producer.publish(last + 1);
    await stream.picture(producer.expected(last + 1));
  });

  it('answers the clock with its own', async (t) => {
    const shell = await BrowserShell.start(t);
    const { stream } = await openStream(shell, 7012);
    const before = process.hrtime.bigint();
    stream.say({ kind: 'clock', askedAtMs: 12.5 });
    const answer = await stream.next('clock');
    assert.equal(answer.askedAtMs, 12.5);
    assert.ok(answer.monotonicNs >= before && answer.monotonicNs <= process.hrtime.bigint());
  });

  it('ends when it is sent nonsense, and only that one', async (t) => {
    const shell = await BrowserShell.start(t);
    const producer = new Producer(t, shell.engine, 7013, 8, 8);
    producer.publish(1);
    const { session, socket } = await openStream(shell, 7013);
    const nonsense = [
      '{"kind":"credit","slot":-1,"heldMs":0}',
      '{',
      Buffer.from([1, 2, 3]),
      '{"kind":"ring","token":"../x"}',
    ];
    for (const data of nonsense) {
      const broken = shell.socket(`/stream?session=${session}`);
      await opened(broken);
      broken.send(data);
      assert.equal(await closed(broken), 1008);
    }
    const large = shell.socket(`/stream?session=${session}`);
    await opened(large);
    large.on('error', () => {});
    large.send('x'.repeat(5000));
    assert.equal(await closed(large), 1009);
    assert.notEqual(socket.readyState, socket.OPEN, 'the newest stream takes the place of the one before');
    const again = shell.socket(`/stream?session=${session}`);
    await opened(again);
    const stream = new StreamClient(again);
    await stream.startWithoutRing();
    await stream.picture(producer.expected(1));
  });

  it('is of a session that exists', async (t) => {
    const shell = await BrowserShell.start(t);
    for (const path of ['/stream?session=99', '/stream', '/other']) {
      assert.equal(await closed(shell.socket(path)), 1008, path);
    }
  });
});
