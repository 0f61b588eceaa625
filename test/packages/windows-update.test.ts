import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { version } from '../../package.json';
import { readFromArchive, replaceInArchive } from '../support/asar';
import { requireProgram } from '../support/requires';
import { newKeys, publicPem, publish, startFeedServer } from '../support/update-feed';
import { openApp } from '../windows/app/windows-app';
import { packageFile } from './support';
import { Installation, uninstallKey } from './windows-install';
import { WindowsMachine } from './windows-machine';

const patienceMs = 120_000;

/** Processes of Framelatch in a Windows of this test's own, with a page and not of a test driver's making. */
function startedByThemselves(machine: WindowsMachine): number {
  const prefix = `WINEPREFIX=${dirname(machine.path('C:\\'))}`;
  const isOne = (pid: string) => {
    try {
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'latin1').split('\0');
      const [program = '', ...args] = read('cmdline');
      const isWindow = !args.some((word) => /^--(inspect|type|version)/.test(word));
      return program.endsWith('\\Framelatch.exe') && isWindow && read('environ').includes(prefix);
    } catch {
      // It has ended.
      return false;
    }
  };
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isOne(entry)).length;
}

test(
  'an installed version finds a newer one, which installs itself over it and starts',
  { timeout: 400_000 },
  async (context) => {
    if (!requireProgram(context, 'wine', 'wine wine64') || !requireProgram(context, 'Xvfb', 'xvfb')) return;
    const installation = new Installation(await WindowsMachine.start(context));
    const { machine } = installation;
    assert.equal(await installation.install('older'), 0, installation.refusal());
    const [server, keys] = [await startFeedServer(context), newKeys()];
    // As a package is made with a feed; Electron for tests does not hold the archive against the executable.
    const archive = installation.file('resources', 'app.asar');
    const about = JSON.parse(readFromArchive(archive, 'package.json')) as object;
    const update = { feed: server.address, publicKey: publicPem(keys) };
    replaceInArchive(archive, 'package.json', Buffer.from(JSON.stringify({ ...about, update })));
    const setup = packageFile('win-x64-setup.exe');
    publish(server, keys, { version, file: readFileSync(setup), name: basename(setup), system: 'win32-x64' });
    const page = await openApp(context, machine.display, installation.file('Framelatch.exe'));
    await page.getByTestId('update-bar').waitFor();
    assert.match(await page.getByTestId('update-bar').innerText(), new RegExp(`^Framelatch ${version} is available`));
    await page.getByTestId('update-install').click();
    const deadline = Date.now() + patienceMs;
    while (startedByThemselves(machine) === 0) {
      assert.ok(Date.now() < deadline, `the new version was not started: ${installation.refusal()}`);
      await sleep(250);
    }
    assert.equal(await machine.registryValue(uninstallKey, 'DisplayVersion'), `"${version}"`);
    assert.match(
      (await installation.command('--version')).output,
      new RegExp(`^\\s*${version.replaceAll('.', '\\.')}\\s*$`),
    );
  },
);
