import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { decode } from 'fast-png';

import { BrowserShell } from './support/browser-shell';
import { closed, opened, StreamClient } from './support/page';
import { Producer } from './support/producer';

async function openSource(shell: BrowserShell, id: number): Promise<number> {
  const session = await shell.value('session:open', [`CaptureHook_HookInfo${id}`]);
  const socket = shell.socket(`/stream?session=${session}`);
  await opened(socket);
  const stream = new StreamClient(socket);
  await stream.startWithoutRing();
  await stream.next('frame');
  socket.close();
  await closed(socket);
  return session;
}

describe('snapshots', () => {
  it('are the producer’s pixels, fetched once, by whoever has the cookie', async (t) => {
    const shell = await BrowserShell.start(t);
    const producer = new Producer(t, shell.engine, 7050, 31, 17);
    producer.publish(5);
    const session = await openSource(shell, 7050);
    const result = await shell.value('session:snapshot', [session]);
    assert.ok(result);
    assert.match(result.path, /^\/snapshot\/[0-9a-f]{32}\/CaptureHook_HookInfo7050-\d+\.png$/);
    assert.equal(result.suspect, false);
    assert.equal((await shell.ask(result.path)).status, 401);
    const answer = await shell.askWithCookie(result.path);
    assert.equal(answer.headers['content-type'], 'image/png');
    assert.match(
      answer.headers['content-disposition'] ?? '',
      /^attachment; filename="CaptureHook_HookInfo7050-\d+\.png"$/,
    );
    const picture = decode(answer.body);
    assert.deepEqual([picture.width, picture.height], [31, 17]);
    assert.deepEqual(opaque(picture), producer.expected(5));
    assert.equal((await shell.askWithCookie(result.path)).status, 404);
  });

  it('need a picture', async (t) => {
    const shell = await BrowserShell.start(t);
    const session = await shell.value('session:open', ['CaptureHook_HookInfo7051']);
    const reply = await shell.call('session:snapshot', [session]);
    assert.ok(!reply.ok);
    assert.equal(reply.error.code, 'no-frame');
  });

  it('wait for their browser in a small number', async (t) => {
    const shell = await BrowserShell.start(t);
    new Producer(t, shell.engine, 7052, 4, 4).publish(1);
    const session = await openSource(shell, 7052);
    const paths: string[] = [];
    for (let count = 0; count < 9; count++) {
      paths.push((await shell.value('session:snapshot', [session]))?.path ?? '');
    }
    assert.equal((await shell.askWithCookie(paths[0] ?? '')).status, 404);
    assert.equal((await shell.askWithCookie(paths[1] ?? '')).status, 200);
  });
});

/** RGBA of a picture that may have been stored without its alpha. */
function opaque({ data, channels }: { data: ArrayLike<number>; channels: number }): Buffer {
  const pixels = Array.from({ length: data.length / channels }, (_, pixel) => pixel * channels);
  return Buffer.from(pixels.flatMap((at) => [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, 255]));
}
