import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createEngine } from '../../engine/index';
import { FramelatchError } from '../../protocol/errors';
import { startServer } from '../../server/index';
import { BrowserShell } from './support/browser-shell';

describe('the viewer’s files', () => {
  it('come with their types and under a strict policy', async (t) => {
    const shell = await BrowserShell.start(t);
    const page = await shell.askWithCookie('/');
    assert.equal(page.status, 200);
    assert.match(page.body.toString(), /the viewer/);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'no-store');
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /default-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.match(policy, new RegExp(`connect-src 'self' ws://127\\.0\\.0\\.1:${shell.port};`));
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['cross-origin-resource-policy'], 'same-origin');
    const script = await shell.askWithCookie('/assets/index-abc.js');
    assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.match(script.headers['cache-control'] ?? '', /private.*immutable/);
  });

  it('are all that is served', async (t) => {
    const shell = await BrowserShell.start(t);
    const paths = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/index.html%00.js',
      '/assets',
      '/assets/',
      '/absent.js',
      `/${shell.folder}/secret.txt`,
    ];
    for (const path of paths) {
      const answer = await shell.askWithCookie(path);
      assert.equal(answer.status, 404, path);
      assert.doesNotMatch(answer.body.toString(), /secret/);
    }
    const outside = await shell.askWithCookie('/viewer/../../secret.txt');
    assert.equal(outside.status, 404);
  });

  it('must be there', async (t) => {
    const engine = createEngine();
    t.after(() => engine.close());
    const starting = startServer({ engine, rendererFolder: '/absent' });
    await assert.rejects(starting, (error) => error instanceof FramelatchError && error.code === 'file-unreadable');
  });
});
