import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { startDisplay } from '../e2e/support/display';
import { openElectron, temporaryFolder, type Viewer } from '../e2e/support/viewer';
import { readFromArchive, replaceInArchive } from '../support/asar';
import { atEnd } from '../support/cleanup';
import { finish } from '../support/processes';
import { requireProgram } from '../support/requires';
import { newKeys, publicPem, publish, startFeedServer, type FeedServer, type KeyPair } from '../support/update-feed';
import { unpackedApp } from './support';

/*
 * The packaged app of a publisher with a feed, on the loopback address. In the AppImage's place stands a script: what is tried
 * is how the app in it finds, checks and replaces the file that it was started from, and starts the new one.
 */

const longestMs = 60_000;

interface Installed {
  readonly server: FeedServer;
  readonly keys: KeyPair;
  /** The executable of an app that was made with the server's address and the keys' public one. */
  readonly executable: string;
  /** What stands in its AppImage's place. */
  readonly file: string;
  start(env?: Record<string, string>): Promise<Viewer>;
}

async function install(context: TestContext): Promise<Installed | null> {
  if (!requireProgram(context, 'Xvfb', 'xvfb')) return null;
  const server = await startFeedServer(context);
  const keys = newKeys();
  const folder = mkdtempSync(join(dirname(unpackedApp), 'with-feed-'));
  atEnd(context, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const mounted = join(folder, 'app');
  // Linked, not copied: it has 250 MB.
  assert.equal((await finish('cp', ['-al', unpackedApp, mounted])).code, 0);
  const archive = join(mounted, 'resources', 'app.asar');
  const about = JSON.parse(readFromArchive(archive, 'package.json')) as object;
  const update = { feed: server.address, publicKey: publicPem(keys) };
  replaceInArchive(archive, 'package.json', Buffer.from(JSON.stringify({ ...about, update })));
  const file = join(folder, 'Framelatch.AppImage');
  writeFileSync(file, 'the old one', { mode: 0o755 });
  const [display, userData] = [await startDisplay(context), temporaryFolder(context)];
  const executable = join(mounted, 'framelatch');
  const own = { APPIMAGE: file, APPDIR: mounted };
  const start = (env: Record<string, string> = own) => openElectron(context, { display, userData, executable, env });
  return { server, keys, executable, file, start };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A program that tells by a file that it was started, and with what. */
function newVersion(marker: string): Buffer {
  return Buffer.from(
    `#!/bin/sh\necho "started $* \${APPIMAGE:-with nothing of the old one}" > ${marker}.part\nmv ${marker}.part ${marker}\n`,
  );
}

const updateItems = ({ Menu }: Pick<typeof Electron, 'Menu'>) =>
  Menu.getApplicationMenu()
    ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    .map(({ label }) => label)
    .filter((label) => /Check/.test(label));

test(
  'a newer version is offered, fetched, put in the old one’s place, and started',
  { timeout: 180_000 },
  async (context) => {
    const app = await install(context);
    if (!app) return;
    const { server, keys, file, start } = app;
    const marker = join(temporaryFolder(context), 'started');
    const bytes = newVersion(marker);
    publish(server, keys, { version: '9.0.0', file: bytes, notes: 'Much.' });
    const viewer = await start();
    const bar = viewer.page.getByTestId('update-bar');
    await bar.waitFor();
    assert.match(await bar.innerText(), /^Framelatch 9\.0\.0 is available/);
    assert.deepEqual(await viewer.app?.evaluate(updateItems), ['Check for Updates…', 'Check at Start and Daily']);
    assert.equal(readFileSync(file, 'utf8'), 'the old one', 'offered, never forced');
    const ended = viewer.app?.waitForEvent('close', { timeout: longestMs });
    await viewer.page.getByTestId('update-install').click();
    await ended;
    await until(() => existsSync(marker), 'the new version was not started');
    // As the old one was started, by the same user in the same place.
    assert.match(readFileSync(marker, 'utf8'), /^started .*--user-data-dir=\/\S+ with nothing of the old one\n$/);
    assert.ok(readFileSync(file).equals(bytes));
    assert.equal(statSync(file).mode & 0o777, 0o755);
  },
);

test(
  'a wrong key, and an older version shown again, are refused in the window',
  { timeout: 180_000 },
  async (context) => {
    const app = await install(context);
    if (!app) return;
    const { server, keys, file, start } = app;
    const refusalOf = async ({ page }: Viewer) =>
      page.getByTestId('update-refused').getByTestId('error-code').innerText();
    publish(server, newKeys(), { version: '9.0.0', file: Buffer.from('evil') });
    const first = await start();
    assert.equal(await refusalOf(first), 'update-signature-invalid');
    await first.close();
    publish(server, keys, { version: '9.1.0', file: Buffer.from('good') });
    const second = await start();
    await second.page.getByTestId('update-skip').click();
    await second.page.getByTestId('update-bar').waitFor({ state: 'detached' });
    await second.close();
    publish(server, keys, { version: '9.0.0', file: Buffer.from('old and vulnerable') });
    const third = await start();
    assert.equal(await refusalOf(third), 'update-older');
    assert.equal(readFileSync(file, 'utf8'), 'the old one');
  },
);

test(
  'what is no AppImage of ours asks nobody, although it was made with a feed',
  { timeout: 180_000 },
  async (context) => {
    const app = await install(context);
    if (!app) return;
    const { server, keys, file, start } = app;
    publish(server, keys, { version: '9.0.0', file: Buffer.from('new') });
    // As the tar.gz or a package manager has it; and as from a terminal that is another program's AppImage.
    for (const env of [{}, { APPIMAGE: file, APPDIR: temporaryFolder(context) }]) {
      const viewer = await start(env);
      await viewer.page.getByTestId('status-version').waitFor();
      assert.deepEqual(await viewer.app?.evaluate(updateItems), []);
      assert.equal(await viewer.page.getByTestId('update-bar').count(), 0);
      await viewer.close();
    }
    assert.deepEqual(server.requests, []);
  },
);
