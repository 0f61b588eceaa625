import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { checkFeed } from '../../../electron/update/check';
import { parseConfiguration } from '../../../electron/update/configuration';
import { UpdateRecord } from '../../../electron/update/record';
import { newKeys, publicPem, publish, signatureOf, startFeedServer } from '../../support/update-feed';

const file = Buffer.from('#!/bin/sh\n');

async function start(context: TestContext) {
  const server = await startFeedServer(context);
  const keys = newKeys();
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-update-check-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const configuration = parseConfiguration({ feed: server.address, publicKey: publicPem(keys) });
  assert.ok(configuration);
  const record = () => new UpdateRecord(join(folder, 'updates.json'), assert.fail);
  const check = (running = '0.1.0') => checkFeed(configuration, 'linux-x64', running, record());
  return { server, keys, check };
}

test('a newer version is found; the one that runs is none', async (context) => {
  const { server, keys, check } = await start(context);
  publish(server, keys, { version: '0.2.0', file, notes: 'New.' });
  assert.deepEqual(await check().then((feed) => [feed?.version, feed?.notes]), ['0.2.0', 'New.']);
  assert.equal(await check('0.2.0'), null);
});

test('what is asked tells nothing of who asks: no cookie, no version, one connection for each file', async (context) => {
  const { server, keys, check } = await start(context);
  publish(server, keys, { version: '0.2.0', file });
  const feed = server.files.get('latest-linux.yml');
  server.files.set('latest-linux.yml', (_request, response) => {
    response.setHeader('set-cookie', 'who=you; path=/');
    response.end(feed);
  });
  await check();
  await check();
  const asked = server.requests.map(({ url }) => url);
  assert.deepEqual(asked, ['/latest-linux.yml', '/latest-linux.yml.sig', '/latest-linux.yml', '/latest-linux.yml.sig']);
  for (const { headers } of server.requests) {
    const { host: _host, ...others } = headers;
    assert.deepEqual(others, {
      'user-agent': 'Framelatch',
      'accept-encoding': 'identity',
      accept: '*/*',
      connection: 'close',
    });
  }
});

test('a feed without a signature, of a wrong key, or damaged is refused, and not remembered', async (context) => {
  const { server, keys, check } = await start(context);
  publish(server, newKeys(), { version: '9.0.0', file });
  await assert.rejects(check(), { code: 'update-signature-invalid' });
  server.files.delete('latest-linux.yml.sig');
  await assert.rejects(check(), { code: 'update-unsigned' });
  publish(server, keys, { version: '9.0.0', file });
  const good = server.files.get('latest-linux.yml') as Buffer;
  server.files.set('latest-linux.yml', Buffer.from(good.toString().replace('9.0.0', '9.0.1')));
  await assert.rejects(check(), { code: 'update-signature-invalid' });
  publish(server, keys, { version: '0.2.0', file });
  assert.equal((await check())?.version, '0.2.0', 'no bad feed has raised what is known to be published');
});

test('an older version that is shown again with its good signature is refused, also after a new start', async (context) => {
  const { server, keys, check } = await start(context);
  publish(server, keys, { version: '0.3.0', file });
  assert.equal((await check())?.version, '0.3.0');
  publish(server, keys, { version: '0.2.0', file });
  await assert.rejects(check(), { code: 'update-older', reason: /found version 0\.2\.0, expected 0\.3\.0/ });
  await assert.rejects(check('0.2.0'), { code: 'update-older' }, 'the one that runs is older than what is published');
  await assert.rejects(check('0.4.0'), { code: 'update-older', reason: /expected 0\.4\.0/ });
  publish(server, keys, { version: '0.3.0', file });
  assert.equal((await check())?.version, '0.3.0', 'the newest is offered again');
});

test('a feed of another system or program with a good signature is refused', async (context) => {
  const { server, keys, check } = await start(context);
  publish(server, keys, { version: '0.2.0', file, system: 'win32-x64' });
  await assert.rejects(check(), { code: 'update-feed-invalid' });
});

test('a feed without end is given up, and so is a server that is none', async (context) => {
  const { server, keys, check } = await start(context);
  server.files.set('latest-linux.yml', (_request, response) => {
    const more = () => response.destroyed || response.write('x'.repeat(65_536), more);
    more();
  });
  await assert.rejects(check(), { code: 'update-feed-invalid', reason: /more than 65536 bytes/ });
  server.files.delete('latest-linux.yml');
  await assert.rejects(check(), { code: 'update-unreachable', reason: /no feed/ });
  server.files.set('latest-linux.yml', (_request, response) => response.writeHead(500).end());
  await assert.rejects(check(), { code: 'update-unreachable', reason: /status 500/ });
  server.files.set('latest-linux.yml', (_request, response) => response.destroy());
  await assert.rejects(check(), { code: 'update-unreachable' });
  publish(server, keys, { version: '0.2.0', file });
  const cut = server.files.get('latest-linux.yml') as Buffer;
  server.files.set('latest-linux.yml', (_request, response) => {
    response.writeHead(200, { 'content-length': cut.length });
    response.write(cut.subarray(0, 20), () => response.destroy());
  });
  await assert.rejects(check(), { code: 'update-unreachable' });
});

test('redirects lead on within what is allowed, and not for ever', async (context) => {
  const { server, keys, check } = await start(context);
  const other = await startFeedServer(context);
  publish(other, keys, { version: '0.2.0', file });
  const leadTo = (location: string) =>
    server.files.set('latest-linux.yml', (_request, response) => response.writeHead(302, { location }).end());
  const feed = other.files.get('latest-linux.yml') as Buffer;
  server.files.set('latest-linux.yml.sig', signatureOf(feed, keys));
  leadTo(`${other.address}latest-linux.yml`);
  assert.equal((await check())?.version, '0.2.0');
  for (const location of ['http://example.com/latest-linux.yml', 'file:///etc/passwd']) {
    leadTo(location);
    await assert.rejects(check(), { code: 'update-unreachable', reason: /not allowed/ });
  }
  leadTo('/latest-linux.yml');
  await assert.rejects(check(), { code: 'update-unreachable', reason: /more than 5 times/ });
});
