import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';

import { BrowserShell } from './support/browser-shell';

describe('calls over HTTP', () => {
  it('answer with what was asked, or with the whole error', async (t) => {
    const shell = await BrowserShell.start(t, { initialSource: 'CaptureHook_HookInfo7001', measure: true });
    const info = await shell.value('app:info', []);
    assert.equal(info.shell, 'browser');
    assert.equal(info.initialSource, 'CaptureHook_HookInfo7001');
    assert.equal(info.measure, true);
    assert.equal(info.sandboxed, null);
    const reply = await shell.call('session:open', ['a\\b']);
    assert.ok(!reply.ok);
    assert.equal(reply.error.code, 'name-invalid');
    assert.notEqual(reply.error.next, '');
  });

  it('refuse arguments of another kind', async (t) => {
    const shell = await BrowserShell.start(t);
    for (const body of ['[7]', '[]', `["${'x'.repeat(1025)}"]`]) {
      const answer = await shell.askWithCookie('/api/session:open', { method: 'POST', body });
      assert.equal((JSON.parse(answer.body.toString()) as { error: { code: string } }).error.code, 'usage');
    }
    const snapshot = await shell.call('session:snapshot', [99]);
    assert.ok(!snapshot.ok);
    assert.match(snapshot.error.reason, /no such session/);
  });

  it('refuse what is no call', async (t) => {
    const shell = await BrowserShell.start(t);
    const post = (path: string, body: string) => shell.askWithCookie(path, { method: 'POST', body });
    assert.equal((await post('/api/app:info', '{"a":1}')).status, 400);
    assert.equal((await post('/api/app:info', '[')).status, 400);
    assert.equal((await post('/api/app:info', '')).status, 400);
    assert.equal((await post('/api/app:quit', '[]')).status, 404);
    assert.equal((await post('/api/constructor', '[]')).status, 404);
    assert.equal((await post('/api/__proto__', '[]')).status, 404);
    assert.equal((await shell.askWithCookie('/api/app:info')).status, 405);
    assert.equal((await post('/', '[]')).status, 405);
  });

  it('refuse a body without bounds and keep serving', async (t) => {
    const shell = await BrowserShell.start(t);
    // More than a settings change with every schema that is kept.
    const body = JSON.stringify(['x'.repeat(9 * 1024 * 1024)]);
    const answer = await shell.askWithCookie('/api/session:open', { method: 'POST', body });
    assert.equal(answer.status, 413);
    assert.equal((await shell.askWithCookie('/')).status, 200);
  });

  it('survive a caller that leaves in the middle, and a request that is none', async (t) => {
    const shell = await BrowserShell.start(t);
    const head = `POST /api/app:info HTTP/1.1\r\nHost: 127.0.0.1:${shell.port}\r\nOrigin: ${shell.origin}\r\n`;
    const beginnings = [`${head}Cookie: ${shell.cookie}\r\nContent-Length: 100\r\n\r\n[`, 'nonsense\r\n\r\n', head];
    for (const text of beginnings) {
      await new Promise<void>((resolve) => {
        const socket = connect(shell.port, '127.0.0.1', () => socket.write(text, () => socket.destroy()));
        socket.on('close', () => resolve());
      });
    }
    assert.equal((await shell.askWithCookie('//')).status, 404);
    assert.equal((await shell.askWithCookie('/%')).status, 404);
    assert.equal((await shell.askWithCookie('*')).status >= 400, true);
    assert.equal((await shell.askWithCookie('/')).status, 200);
  });
});
