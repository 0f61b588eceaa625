import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { EventSocket } from '../../server/event-socket';
import { BrowserShell } from './support/browser-shell';
import { closed, eventsOf, opened, StreamClient } from './support/page';
import { Producer } from './support/producer';

/** Connections that are opened and left as they are after `text`. */
async function leaveOpen(t: TestContext, port: number, count: number, text: string): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => socket.destroy());
    // Unread, what the server says at the end would keep it open.
    return socket.resume();
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  return sockets;
}

describe('a server that is flooded', () => {
  it('lets a page in although hundreds hold half of a request open, and ends those', async (t) => {
    const shell = await BrowserShell.start(t);
    const host = `Host: 127.0.0.1:${shell.port}\r\n`;
    const sockets = await leaveOpen(t, shell.port, 400, `GET / HTTP/1.1\r\n${host}X-Slow: `);
    assert.equal((await shell.askWithCookie('/')).status, 200);
    assert.equal((await shell.value('app:info', [])).shell, 'browser');
    const limit = performance.now() + 60_000;
    while (sockets.some((socket) => !socket.destroyed && !socket.readableEnded)) {
      assert.ok(performance.now() < limit, 'half a request was waited for');
      await sleep(50);
    }
  });

  it('ends a stream that says thousands of things a second, and nobody else’s', async (t) => {
    const shell = await BrowserShell.start(t);
    const producer = new Producer(t, shell.engine, 7080, 16, 8);
    producer.publish(1);
    const session = await shell.value('session:open', ['7080']);
    const noisy = shell.socket(`/stream?session=${await shell.value('session:open', ['7081'])}`);
    const quiet = shell.socket(`/stream?session=${session}`);
    await Promise.all([opened(noisy), opened(quiet)]);
    const ended = closed(noisy);
    for (let count = 0; count < 5000; count++) noisy.send('{"kind":"clock","askedAtMs":1}');
    assert.equal(await ended, 1008);
    const stream = new StreamClient(quiet);
    await stream.startWithoutRing();
    await stream.picture(producer.expected(1));
  });

  it('opens no more sessions for a page, and no more pages, than there is reason for', async (t) => {
    const shell = await BrowserShell.start(t);
    const codes: string[] = [];
    for (let count = 0; count < 12; count++) {
      const reply = await shell.call('session:open', [`CaptureHook_HookInfo${708_000 + count}`]);
      codes.push(reply.ok ? 'opened' : reply.error.code);
    }
    assert.deepEqual(codes, [...Array<string>(8).fill('opened'), ...Array<string>(4).fill('limit-reached')]);
    const pages = Array.from({ length: 40 }, (_, number) => shell.socket(`/events?page=flood-${number}`));
    const turnedAway = pages.map((page) => new Promise<number>((resolve) => page.once('close', resolve)));
    assert.equal(await Promise.race(turnedAway), 1013);
    const again = shell.socket('/events?page=test');
    const events = eventsOf(again);
    await events.next(({ channel }) => (channel as string) === 'page:sessions');
  });

  it('does not queue what a slow page has not read: the newest of each kind is kept', () => {
    const sent: string[] = [];
    const socket = {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      once: () => {},
      send: (text: string) => sent.push(text),
    };
    const timers = new EventSocket(socket as unknown as ConstructorParameters<typeof EventSocket>[0]);
    timers.send('sources:changed', []);
    socket.bufferedAmount = 64 * 1024 * 1024;
    for (let count = 0; count < 1000; count++) timers.send('page:sessions', [count]);
    assert.equal(sent.length, 1);
    socket.bufferedAmount = 0;
    timers.send('sources:changed', []);
    assert.deepEqual(sent.slice(1), [
      '{"channel":"page:sessions","payload":[999]}',
      '{"channel":"sources:changed","payload":[]}',
    ]);
    timers.close();
  });
});
