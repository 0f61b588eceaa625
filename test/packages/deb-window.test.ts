import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openByName } from '../e2e/support/core-journeys';
import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';
import { finish, finishScript } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';
import { AsUser, waitForPicture } from './as-user';
import { packageFile } from './support';

/* A window needs user namespaces, which no chroot has: here it opens on the machine itself. */

const launcher = '/usr/bin/framelatch';
const timeout = 240_000;
// Only a machine that is thrown away is changed.
const mayChangeMachine = process.env['CI'] === 'true';
const onMachine = mayChangeMachine ? {} : { skip: 'installs on this machine: only with CI=true' };

function requireWindow(context: TestContext): boolean {
  return (
    requireThat(context, process.getuid?.() === 0, 'only root can install, and become another user') &&
    requireProgram(context, 'Xvfb', 'xvfb')
  );
}

const title = 'deb: laid over a system in a namespace, its window opens in the sandbox as a normal user';
if (!mayChangeMachine)
  test(title, { timeout }, async (context) => {
    if (!requireWindow(context)) return;
    const folder = mkdtempSync(join(root, 'out', 'deb-'));
    atEnd(context, () => rmSync(folder, { recursive: true }));
    assert.equal((await finish('dpkg-deb', ['-x', packageFile('.deb'), folder])).code, 0);
    const over = ['bin', 'lib'].map(
      (name) => `mount -t overlay -o lowerdir=${folder}/usr/${name}:/usr/${name} overlay /usr/${name}`,
    );
    const user = new AsUser(context, launcher, over.join(' && '));
    assert.match((await user.run('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
    const id = await user.send(context);
    const window = await user.open(context);
    await openByName(window, id);
    await waitForPicture(window, 'deb-window');
  });

async function succeed(script: string): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, stdout, stderr } = await finishScript('sh', ['-c', script], env);
  assert.equal(code, 0, `${script}\n${stdout}${stderr}`);
  return stdout;
}

test('deb: installed, upgraded and purged on this machine', { timeout, ...onMachine }, async (context) => {
  if (!requireWindow(context)) return;
  // Neither the project itself, wherever it lies, nor what apt and dpkg have written about it.
  const others = [root, '/var/log', '/var/cache/apt'].map((folder) => `-path '${folder}' -prune -o`).join(' ');
  const named = `find /usr /etc /var /opt -xdev ${others} -iname '*framelatch*' -print`;
  assert.equal(await succeed(named), '');
  atEnd(context, () => finish('dpkg', ['--purge', 'framelatch']));
  const install = (file: string) => succeed(`apt-get install -y -q --no-install-recommends '${file}'`);
  await install(packageFile('.deb', 'older'));
  const user = new AsUser(context, launcher);
  const id = await user.send(context);
  const window = await user.open(context);
  await openByName(window, id);
  await waitForPicture(window, 'deb-older');
  await window.close();
  await install(packageFile('.deb'));
  // What it showed last, at the size that was chosen: its settings tell it.
  await waitForPicture(await user.open(context), 'deb-upgraded');
  await succeed('apt-get purge -y -q framelatch');
  assert.equal(await succeed(named), '');
});
