import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';

import { createGuard } from '../../server/guard';
import { BrowserShell } from './support/browser-shell';

const asked = (method: string, headers: Record<string, string>) => ({ method, headers }) as unknown as IncomingMessage;

describe('guard', () => {
  const guard = createGuard(7000);

  it('lets this server’s own names pass', () => {
    for (const host of ['127.0.0.1:7000', 'localhost:7000']) {
      assert.equal(guard(asked('GET', { host })), null);
      assert.equal(guard(asked('POST', { host, origin: `http://${host}` })), null);
    }
  });

  it('refuses any other host', () => {
    for (const host of ['evil.example:7000', '127.0.0.1', '127.0.0.1:7001', 'localhost:7000.evil.example', '']) {
      assert.match(
        guard(asked('GET', { host })) ?? '',
        /^The Host header must be 127\.0\.0\.1:7000 or localhost:7000\.$/,
      );
    }
  });

  it('knows that browsers leave port 80 out', () => {
    assert.equal(createGuard(80)(asked('GET', { host: 'localhost' })), null);
  });

  it('wants the origin of everything that may change something', () => {
    const host = '127.0.0.1:7000';
    assert.match(guard(asked('POST', { host })) ?? '', /Origin/);
    assert.match(guard(asked('DELETE', { host })) ?? '', /Origin/);
    assert.match(guard(asked('GET', { host, upgrade: 'websocket' })) ?? '', /Origin/);
    assert.match(guard(asked('GET', { host, origin: 'http://evil.example' })) ?? '', /Origin/);
    assert.match(guard(asked('POST', { host, origin: 'null' })) ?? '', /Origin/);
    assert.match(guard(asked('POST', { host, origin: 'http://localhost:7000' })) ?? '', /Origin/);
  });

  it('stands before everything, cookie or not', async (t) => {
    const shell = await BrowserShell.start(t);
    const rebound = await shell.askWithCookie('/', { headers: { host: `evil.example:${shell.port}` } });
    assert.equal(rebound.status, 403);
    assert.match(rebound.body.toString(), /Host/);
    const forged = await shell.askWithCookie('/api/app:info', {
      method: 'POST',
      body: '[]',
      headers: { origin: 'http://127.0.0.1:1' },
    });
    assert.equal(forged.status, 403);
    assert.match(forged.body.toString(), /Origin/);
    const token = await shell.ask(`/?token=${shell.token}`, { headers: { host: 'evil.example' } });
    assert.equal(token.headers['set-cookie'], undefined);
  });
});
