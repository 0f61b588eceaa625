import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { parseConfiguration } from '../../../electron/update/configuration';
import type { Installer } from '../../../electron/update/installer';
import { UpdateRecord } from '../../../electron/update/record';
import { refusal } from '../../../electron/update/refusals';
import { Updater } from '../../../electron/update/updater';
import type { UpdateView } from '../../../protocol/update';
import { feedOf, newKeys, publicPem, publish, startFeedServer } from '../../support/update-feed';

const file = Buffer.alloc(500_000, 'the new version ');

async function start(context: TestContext, refuse = false) {
  const server = await startFeedServer(context);
  const keys = newKeys();
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-updater-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const configuration = parseConfiguration({ feed: server.address, publicKey: publicPem(keys) });
  assert.ok(configuration);
  const done: string[] = [];
  const installer: Installer = {
    system: 'linux-x64',
    removeUnfinished: () => done.push('cleared'),
    place: () => join(folder, 'new.part'),
    install: async (path) => {
      if (refuse) throw refusal('update-not-installed', 'replace', path, 'no right to');
      done.push(`installed ${readFileSync(path).equals(file)}`);
    },
    restart: () => {},
  };
  const views: UpdateView[] = [];
  let heard = () => {};
  const record = new UpdateRecord(join(folder, 'updates.json'), assert.fail);
  const updater = new Updater({
    configuration,
    installer,
    record,
    running: '0.1.0',
    tell: (view) => {
      views.push(view);
      heard();
    },
    end: () => {
      done.push('ended');
      heard();
    },
  });
  context.after(() => updater.stop());
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise<void>((resolve) => (heard = resolve));
  };
  const kinds = () => [...new Set(views.map(({ kind }) => kind))];
  return { server, keys, folder, done, views, record, updater, until, kinds, ...seenOf(() => updater.view) };
}

function seenOf(view: () => UpdateView) {
  const kind = () => view().kind;
  const code = () => {
    const seen = view();
    return seen.kind === 'refused' && seen.error.code;
  };
  const version = () => {
    const seen = view();
    return seen.kind === 'available' && seen.version;
  };
  return { view, kind, code, version };
}

test('offered, and installed only when the user says so: exactly the bytes that were signed', async (context) => {
  const { server, keys, done, updater, until, kinds, views, kind, view } = await start(context);
  publish(server, keys, { version: '0.2.0', file, notes: 'Much is new.' });
  updater.start();
  await until(() => kind() === 'available');
  assert.deepEqual(view(), { kind: 'available', version: '0.2.0', notes: 'Much is new.' });
  assert.deepEqual(server.requests.map(({ url }) => url).slice(2), [], 'nothing is fetched before');
  updater.choose('install');
  await until(() => done.includes('ended'));
  assert.deepEqual(done, ['cleared', 'installed true', 'ended']);
  assert.deepEqual(kinds(), ['available', 'downloading', 'installing']);
  assert.deepEqual(views[1], { kind: 'downloading', version: '0.2.0', received: 0, bytes: file.length });
});

test('what is installed is what was offered, whatever the feed says by then', async (context) => {
  const { server, keys, folder, done, updater, until, kind, code } = await start(context);
  publish(server, keys, { version: '0.2.0', file });
  await updater.check(false);
  const name = 'Framelatch-0.2.0-linux-x64.AppImage';
  const other = Buffer.alloc(file.length, 'another file ');
  publish(server, newKeys(), { version: '0.3.0', file: other, name }, feedOf({ version: '0.3.0', file: other, name }));
  updater.choose('install');
  await until(() => kind() === 'refused');
  assert.equal(code(), 'update-damaged');
  assert.deepEqual([done, readdirSync(folder)], [[], ['updates.json']]);
});

test('put off: not told again before the next look; skipped: only when the user asks', async (context) => {
  const { server, keys, updater, record, kind, version } = await start(context);
  publish(server, keys, { version: '0.2.0', file });
  await updater.check(false);
  updater.choose('later');
  assert.equal(kind(), 'none');
  await updater.check(false);
  assert.equal(kind(), 'available');
  updater.choose('skip');
  assert.deepEqual([kind(), record.skipped], ['none', '0.2.0']);
  await updater.check(false);
  assert.equal(kind(), 'none');
  await updater.check(true);
  assert.equal(kind(), 'available');
  publish(server, keys, { version: '0.3.0', file });
  updater.choose('later');
  await updater.check(false);
  assert.equal(version(), '0.3.0');
});

test('a user who wants no checks has none; asked for, there is one', async (context) => {
  const { server, keys, updater, record, kind, view } = await start(context);
  publish(server, keys, { version: '0.1.0', file });
  updater.isOn = false;
  assert.ok(record.isOff);
  updater.start();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(server.requests, []);
  await updater.check(true);
  assert.deepEqual(view(), { kind: 'current', version: '0.1.0' });
  updater.choose('later');
  assert.equal(kind(), 'none');
});

test('offline is no news unless the user asked; a bad signature always is', async (context) => {
  const { server, keys, updater, kind, code } = await start(context);
  await updater.check(false);
  assert.equal(kind(), 'none');
  await updater.check(true);
  assert.equal(code(), 'update-unreachable');
  updater.choose('later');
  publish(server, newKeys(), { version: '0.2.0', file });
  await updater.check(false);
  assert.equal(code(), 'update-signature-invalid');
  updater.choose('install');
  assert.equal(kind(), 'none', 'a refusal cannot be installed');
  publish(server, keys, { version: '0.2.0', file });
  await updater.check(false);
  assert.equal(kind(), 'available');
});

test('a download that the user stops is offered again, and leaves nothing', async (context) => {
  const { server, keys, folder, updater, until, kind } = await start(context);
  publish(server, keys, { version: '0.2.0', file });
  await updater.check(false);
  server.files.set('Framelatch-0.2.0-linux-x64.AppImage', (_request, response) =>
    response.write(file.subarray(0, 100)),
  );
  updater.choose('install');
  await until(() => kind() === 'downloading');
  updater.choose('install');
  updater.choose('stop');
  await until(() => kind() === 'available');
  assert.deepEqual(readdirSync(folder), ['updates.json']);
});

test('an installation that fails is told, and the program does not end', async (context) => {
  const { server, keys, done, updater, until, kind, code } = await start(context, true);
  publish(server, keys, { version: '0.2.0', file });
  await updater.check(false);
  updater.choose('install');
  await until(() => kind() === 'refused');
  assert.equal(code(), 'update-not-installed');
  assert.deepEqual(done, []);
});
