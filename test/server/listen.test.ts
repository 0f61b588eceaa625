import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { describe, it } from 'node:test';

import { FramelatchError } from '../../protocol/errors';
import { listen } from '../../server/listen';

function isRefused(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

describe('listen', () => {
  it('listens on the loopback interface alone', async (t) => {
    const { port, close } = await listen(0);
    t.after(close);
    assert.equal(await isRefused('127.0.0.1', port), false);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      assert.equal(await isRefused(address, port), true, address);
    }
  });

  it('says that a port is taken', async (t) => {
    const { port, close } = await listen(0);
    t.after(close);
    await assert.rejects(
      listen(port),
      (error) => error instanceof FramelatchError && error.code === 'usage' && /another program/.test(error.reason),
    );
  });

  it('ends connections that are still open', async () => {
    const { port, close } = await listen(0);
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
    await close();
    await ended;
  });
});
