import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { Conversation } from '../support/processes';
import { bin } from './support';

/** Sends bytes and waits until the other side has ended the connection. */
function say(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => {}).on('close', () => resolve());
    socket.resume();
  });
}

test('33: a server outlives an upgrade whose target is no address, and half a request', async (context) => {
  const server = new Conversation(process.execPath, [bin, 'serve']);
  atEnd(context, async () => {
    server.child.kill();
    await server.ended();
  });
  const address = new URL(/http:\S+/.exec(await server.next())?.[0] ?? '');
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
  for (const target of ['//[', '/stream?session=99', '*']) {
    await say(
      Number(address.port),
      `GET ${target} HTTP/1.1\r\nHost: ${address.host}\r\nOrigin: ${address.origin}\r\n${upgrade}\r\n\r\n`,
    );
  }
  assert.equal(server.child.exitCode, null);
  assert.ok((await fetch(address, { redirect: 'manual' })).status < 400);
});
