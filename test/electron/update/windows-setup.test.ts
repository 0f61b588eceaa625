import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';

import { isInstalledBySetup, windowsInstaller } from '../../../electron/update/windows-setup';

test('setup that ends well is an installation; one that gives up, or does not start, is told', async () => {
  const started: string[] = [];
  const ending = (code: number) =>
    windowsInstaller((path) => {
      started.push(path);
      return Promise.resolve(code);
    });
  await ending(0).install('C:\\new.exe');
  await assert.rejects(ending(4).install('C:\\new.exe'), { code: 'update-not-installed', target: 'C:\\new.exe' });
  assert.deepEqual(started, ['C:\\new.exe', 'C:\\new.exe']);
  const failing = windowsInstaller(() => Promise.reject(new Error('not allowed')));
  await assert.rejects(failing.install('C:\\new.exe'), { code: 'update-not-installed', reason: 'not allowed' });
});

test('a new version is fetched into a folder of its own; what setup did not install is not replaced by it', (context) => {
  const place = windowsInstaller().place();
  context.after(() => rmSync(dirname(place), { recursive: true }));
  assert.match(basename(place), /\.exe$/);
  assert.equal(isInstalledBySetup(process.execPath), false);
});
