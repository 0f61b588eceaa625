import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';

import { keyHeader } from '../../protocol/ipc';
import { SessionCookies, stranger } from '../../server/session-cookie';
import { BrowserShell, cookieOf, keyOf } from './support/browser-shell';
import { refused } from './support/page';

const asking = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;
const nothing = '0'.repeat(64);

describe('session cookie', () => {
  it('is strict, out of scripts’ reach, and bought by the token alone', async (t) => {
    const shell = await BrowserShell.start(t);
    const token = new URL(shell.server.url).searchParams.get('token') ?? '';
    const answer = await shell.ask(`/?token=${token}`);
    assert.equal(answer.status, 200);
    assert.match(
      answer.headers['set-cookie']?.[0] ?? '',
      /^framelatch-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    for (const path of ['/', '/?token=', `/?token=${nothing}`, `/?token=${token.slice(1)}`, `/?token=${token}`]) {
      const turnedAway = await shell.ask(path);
      assert.equal(turnedAway.status, 401, path);
      assert.match(turnedAway.body.toString(), /^Open the address that Framelatch printed/);
      assert.equal(turnedAway.headers['set-cookie'], undefined);
    }
  });

  it('comes with a key that stands in no address and in no header', async (t) => {
    const shell = await BrowserShell.start(t);
    const answer = await shell.ask(new URL(shell.server.url).search.replace(/^/, '/'));
    const key = keyOf(answer);
    assert.match(key, /^[0-9a-f]{64}$/);
    assert.doesNotMatch(JSON.stringify(answer.headers), new RegExp(key));
    assert.match(answer.body.toString(), /location\.replace\('\/'\)/);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'; script-src 'nonce-/);
  });

  it('serves reloads without the token; each link lets one page in, and the next is there', async (t) => {
    const links: string[] = [];
    const shell = await BrowserShell.start(t, { onNextUrl: (url) => links.push(url) });
    for (let visit = 0; visit < 2; visit++) {
      const link = links[visit] ?? '';
      assert.equal(link, shell.server.url);
      const answer = await shell.ask(link.slice(shell.origin.length));
      const cookie = cookieOf(answer);
      assert.equal((await shell.ask('/', { headers: { cookie: `other=1; ${cookie}` } })).status, 200);
      assert.equal((await shell.ask(link.slice(shell.origin.length), { headers: { cookie } })).status, 401);
    }
  });

  it('is not spent by a browser that only looks ahead', async (t) => {
    const shell = await BrowserShell.start(t);
    const path = shell.server.url.slice(shell.origin.length);
    assert.equal((await shell.ask(path, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status, 401);
    assert.equal((await shell.ask(path, { method: 'HEAD' })).status, 401);
    assert.equal((await shell.ask(path)).status, 200);
  });

  it('is wanted by files, calls and sockets alike, and by those two the key as well', async (t) => {
    const shell = await BrowserShell.start(t);
    const cookie = `framelatch-${shell.port}=${nothing}`;
    for (const headers of [{}, { cookie }]) {
      assert.equal((await shell.ask('/index.html', { headers })).status, 401);
      const call = { method: 'POST', body: '[]', headers: { ...headers, origin: shell.origin } };
      assert.equal((await shell.ask('/api/app:info', call)).status, 401);
    }
    for (const key of ['', nothing, shell.key.slice(1)]) {
      const headers = { ...shell.secrets, [keyHeader]: key };
      const answer = await shell.ask('/api/session:open', { method: 'POST', body: '["7000"]', headers });
      assert.equal(answer.status, 403);
      const { ok, error } = JSON.parse(answer.body.toString()) as { ok: boolean; error: Record<string, string> };
      assert.deepEqual([ok, error['code']], [false, 'not-admitted']);
      assert.notEqual(error['next'], '');
      const known = shell.key;
      shell.key = key;
      assert.equal((await refused(shell.socket('/events?page=x'))).status, 403);
      shell.key = known;
    }
  });

  it('tells browsers apart; cookie and key of different pages do not go together', () => {
    const cookies = new SessionCookies(7000);
    const own = { ringFolder: '/profile', sandboxed: true };
    const admit = (token: string) => {
      const { cookie = '', key = '' } = cookies.redeem(token) ?? {};
      return { cookie: cookie.split(';')[0] ?? '', [keyHeader]: key };
    };
    const ownToken = cookies.issueToken(own);
    const first = admit(ownToken);
    const second = admit(cookies.issueToken(stranger));
    assert.deepEqual(cookies.visitorOf(asking(first)), own);
    assert.equal(cookies.redeem(ownToken), null);
    assert.deepEqual(cookies.visitorOf(asking(second)), stranger);
    assert.equal(cookies.visitorOf(asking({ ...first, [keyHeader]: second[keyHeader] })), null);
    assert.equal(
      cookies.visitorOf(asking({ cookie: first.cookie.replace('7000', '7001'), [keyHeader]: first[keyHeader] })),
      null,
    );
    assert.equal(cookies.visitorOf(asking({ cookie: '', [keyHeader]: first[keyHeader] })), null);
  });
});
