import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';

import { SessionCookies, stranger } from '../../server/session-cookie';
import { BrowserShell, cookieOf } from './support/browser-shell';

const withCookie = (cookie: string) => ({ headers: { cookie } }) as unknown as IncomingMessage;

describe('session cookie', () => {
  it('is strict, out of scripts’ reach, and bought by the token alone', async (t) => {
    const shell = await BrowserShell.start(t);
    const answer = await shell.ask(`/?token=${shell.token}`);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, '/');
    assert.match(
      answer.headers['set-cookie']?.[0] ?? '',
      /^framelatch-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    for (const path of ['/', '/?token=', `/?token=${'0'.repeat(64)}`, `/?token=${shell.token.slice(1)}`]) {
      const refused = await shell.ask(path);
      assert.equal(refused.status, 401, path);
      assert.match(refused.body.toString(), /^Open the address that Framelatch printed/);
      assert.equal(refused.headers['set-cookie'], undefined);
    }
  });

  it('serves reloads without the token, and the printed address works again', async (t) => {
    const shell = await BrowserShell.start(t);
    for (let visit = 0; visit < 2; visit++) {
      const cookie = cookieOf(await shell.ask(`/?token=${shell.token}`));
      assert.equal((await shell.ask('/', { headers: { cookie: `other=1; ${cookie}` } })).status, 200);
    }
  });

  it('reaches a browser that followed a link on another site', async (t) => {
    const shell = await BrowserShell.start(t);
    const answer = await shell.ask(`/?token=${shell.token}`, { headers: { 'sec-fetch-site': 'cross-site' } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['refresh'], '0; url=/');
    assert.notEqual(cookieOf(answer), '');
  });

  it('is wanted by files, calls and sockets alike', async (t) => {
    const shell = await BrowserShell.start(t);
    const cookie = `framelatch-${shell.port}=${'0'.repeat(64)}`;
    for (const headers of [{}, { cookie }]) {
      assert.equal((await shell.ask('/index.html', { headers })).status, 401);
      const call = { method: 'POST', body: '[]', headers: { ...headers, origin: shell.origin } };
      assert.equal((await shell.ask('/api/app:info', call)).status, 401);
    }
  });

  it('tells browsers apart, and lets a token that others could see be exchanged once', () => {
    const cookies = new SessionCookies(7000);
    const own = { ringFolder: '/profile', sandboxed: true };
    const ownToken = cookies.issueToken({ visitor: own, once: true });
    const token = cookies.issueToken({ visitor: stranger, once: false });
    const ownCookie = cookies.redeem(ownToken)?.split(';')[0] ?? '';
    assert.deepEqual(cookies.visitorOf(withCookie(ownCookie)), own);
    assert.equal(cookies.redeem(ownToken), null);
    assert.deepEqual(cookies.visitorOf(withCookie(ownCookie)), own);
    assert.deepEqual(cookies.visitorOf(withCookie(cookies.redeem(token)?.split(';')[0] ?? '')), stranger);
    assert.equal(cookies.visitorOf(withCookie(`framelatch-7000=${token}`)), null);
    assert.equal(cookies.visitorOf(withCookie(ownCookie.replace('7000', '7001'))), null);
  });
});
