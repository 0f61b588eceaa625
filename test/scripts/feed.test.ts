import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { checkFeed } from '../../electron/update/check';
import { parseConfiguration } from '../../electron/update/configuration';
import { UpdateRecord } from '../../electron/update/record';
import { root } from '../support/paths';
import { finish, type Finished } from '../support/processes';
import { sha512Of, startFeedServer } from '../support/update-feed';

/* The publisher's side and the app's, together. */

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-feed-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function makeKeys(context: TestContext): Promise<{ key: string; publicKey: string }> {
  const folder = folderOf(context);
  const { code, stderr } = await finish(process.execPath, [join(root, 'scripts', 'update-key.mjs'), folder]);
  assert.deepEqual([code, stderr], [0, '']);
  return { key: join(folder, 'update-key.pem'), publicKey: join(folder, 'update-key.pub.pem') };
}

/** Runs what `npm run dist` runs of it. */
function feeds(folder: string, variables: Record<string, string>): Promise<Finished> {
  const script = `
    import { updateConfiguration, writeFeeds } from './scripts/dist/feed.mjs';
    try {
      const configuration = await updateConfiguration();
      console.log(JSON.stringify({ configuration, written: await writeFeeds(${JSON.stringify(folder)}, '0.2.0') }));
    } catch (thrown) {
      console.error(thrown.message);
      process.exitCode = 1;
    }`;
  const input = `process.chdir(${JSON.stringify(root)});\n${script.replace('./scripts', `${root}/scripts`)}`;
  return finish(process.execPath, ['--input-type=module', '-'], input, { ...process.env, ...variables });
}

test('keys: the private one is private, and none is ever written over', async (context) => {
  const { key, publicKey } = await makeKeys(context);
  if (process.platform !== 'win32') assert.equal(statSync(key).mode & 0o777, 0o600);
  assert.match(readFileSync(publicKey, 'utf8'), /^-----BEGIN PUBLIC KEY-----/);
  const before = readFileSync(key);
  const { code, stderr } = await finish(process.execPath, [join(root, 'scripts/update-key.mjs'), join(key, '..')]);
  assert.equal(code, 1);
  assert.match(stderr, /was not written/);
  assert.ok(readFileSync(key).equals(before));
});

test('without a feed and a key nothing is configured, and nothing written', async (context) => {
  const folder = folderOf(context);
  writeFileSync(join(folder, 'Framelatch-0.2.0-linux-x64.AppImage'), 'new');
  const { code, stdout } = await feeds(folder, {});
  assert.deepEqual([code, JSON.parse(stdout)], [0, { configuration: null, written: [] }]);
});

test('the feed of a version is what the app of the one before accepts', async (context) => {
  const { key, publicKey } = await makeKeys(context);
  const [folder, server] = [folderOf(context), await startFeedServer(context)];
  const bytes = Buffer.from('the new one');
  for (const name of ['Framelatch-0.2.0-linux-x64.AppImage', 'Framelatch-0.2.0-win-x64-setup.exe']) {
    writeFileSync(join(folder, name), bytes);
  }
  // Of an earlier run.
  writeFileSync(join(folder, 'Framelatch-0.1.0-linux-x64.AppImage'), 'old');
  writeFileSync(join(folder, 'news.txt'), 'Faster.\n');
  const { code, stdout, stderr } = await feeds(folder, {
    FRAMELATCH_UPDATE_FEED: server.address,
    FRAMELATCH_UPDATE_PUBLIC_KEY: publicKey,
    FRAMELATCH_UPDATE_KEY: key,
    FRAMELATCH_UPDATE_NOTES: join(folder, 'news.txt'),
  });
  assert.equal(code, 0, stderr);
  const { configuration, written } = JSON.parse(stdout) as { configuration: unknown; written: string[] };
  assert.deepEqual(written.sort(), ['latest-linux.yml', 'latest-linux.yml.sig', 'latest.yml', 'latest.yml.sig']);
  for (const name of readdirSync(folder)) server.files.set(name, readFileSync(join(folder, name)));
  const parsed = parseConfiguration(configuration);
  assert.ok(parsed);
  for (const [system, name] of [
    ['linux-x64', 'Framelatch-0.2.0-linux-x64.AppImage'],
    ['win32-x64', 'Framelatch-0.2.0-win-x64-setup.exe'],
  ] as const) {
    const record = new UpdateRecord(join(folder, `${system}.json`), assert.fail);
    const found = await checkFeed(parsed, system, '0.1.0', record);
    assert.deepEqual([found?.version, found?.notes, found?.file.name], ['0.2.0', 'Faster.\n', name]);
    assert.equal(found?.file.sha512.toString('base64'), sha512Of(bytes));
  }
});

test('what no app could use is refused when packages are made', async (context) => {
  const { key, publicKey } = await makeKeys(context);
  const other = await makeKeys(context);
  const folder = folderOf(context);
  const good = { FRAMELATCH_UPDATE_FEED: 'https://example.com/', FRAMELATCH_UPDATE_PUBLIC_KEY: publicKey };
  const cases: readonly [Record<string, string>, RegExp][] = [
    [{ FRAMELATCH_UPDATE_FEED: 'https://example.com/' }, /belong together/],
    [{ FRAMELATCH_UPDATE_PUBLIC_KEY: publicKey }, /belong together/],
    [{ ...good, FRAMELATCH_UPDATE_FEED: 'http://example.com/' }, /neither https: nor on this machine/],
    [{ ...good, FRAMELATCH_UPDATE_PUBLIC_KEY: join(folder, 'missing') }, /FRAMELATCH_UPDATE_PUBLIC_KEY: ENOENT/],
    [{ ...good, FRAMELATCH_UPDATE_KEY: other.key }, /does not belong to/],
    [{ ...good, FRAMELATCH_UPDATE_KEY: publicKey }, /FRAMELATCH_UPDATE_KEY: /],
    [{ FRAMELATCH_UPDATE_KEY: key, FRAMELATCH_UPDATE_NOTES: 'missing' }, /FRAMELATCH_UPDATE_NOTES: ENOENT/],
  ];
  for (const [variables, reason] of cases) {
    const { code, stderr } = await feeds(folder, variables);
    assert.equal(code, 1, String(reason));
    assert.match(stderr, reason);
  }
});
