import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { keyHeader } from '../../protocol/ipc';
import { isGone, Start, startScript } from '../support/npm-start';

const onLinux = { skip: process.platform !== 'linux' && 'counts on Linux’ displays and processes' };

async function isSilent(origin: string): Promise<boolean> {
  const answers = () =>
    fetch(origin).then(
      () => true,
      () => false,
    );
  let isServed = await answers();
  for (let waits = 0; isServed && waits < 300; waits++) {
    await sleep(100);
    isServed = await answers();
  }
  return !isServed;
}

describe('npm start', onLinux, () => {
  it('says in one sentence why there is no window, and serves the viewer with the demo producer', async (t) => {
    const start = new Start(t, []);
    const pid = await start.says(/^The demo producer writes CaptureHook_HookInfo(\d+) \(process \1\)\.$/m);
    await start.says(/^There is no display, so the viewer is served to a browser instead\.$/m);
    const address = await start.says(/^Framelatch is at (http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64})$/m);
    const answer = await fetch(address, { redirect: 'manual' });
    assert.equal(answer.status, 200);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const key = /'([0-9a-f]{64})'/.exec(await answer.text())?.[1] ?? '';
    const { origin } = new URL(address);
    const headers = { cookie, origin, [keyHeader]: key };
    const info = await fetch(`${origin}/api/app:info`, { method: 'POST', body: '[]', headers });
    const reply = (await info.json()) as { value: { initialSource: string } };
    assert.equal(reply.value.initialSource, `CaptureHook_HookInfo${pid}`);

    start.child.kill('SIGINT');
    assert.equal(await start.ended, 0);
    assert.equal(existsSync(`/dev/shm/CaptureHook_HookInfo${pid}`), false);
    await assert.rejects(fetch(origin));
  });

  it('takes the demo producer and the server with it when it is killed', async (t) => {
    const start = new Start(t, ['--port=0']);
    const pid = await start.says(/CaptureHook_HookInfo(\d+)/);
    const address = await start.says(/^Framelatch is at (http\S+)$/m);
    start.child.kill('SIGKILL');
    assert.ok(await isGone(`/proc/${pid}`), 'the demo producer still runs');
    assert.equal(existsSync(`/dev/shm/CaptureHook_HookInfo${pid}`), false);
    assert.ok(await isSilent(new URL(address).origin), 'the server still answers');
  });

  it('ends with whoever started it, as npm does, also when that one alone is killed', async (t) => {
    const options = "{ stdio: 'inherit' }";
    const parent = `require('node:child_process').spawn(process.execPath, ['${startScript}', '--port=0'], ${options}).ref()`;
    const start = new Start(t, [], {}, ['-e', parent]);
    const pid = await start.says(/CaptureHook_HookInfo(\d+)/);
    const address = await start.says(/^Framelatch is at (http\S+)$/m);
    start.child.kill('SIGKILL');
    assert.ok(await isGone(`/proc/${pid}`), 'the demo producer still runs');
    assert.ok(await isSilent(new URL(address).origin), 'the server still answers');
  });

  it('names what keeps the window from opening', async (t) => {
    const display = { DISPLAY: ':7099', ELECTRON_OVERRIDE_DIST_PATH: '/absent' };
    const start = new Start(t, ['--no-demo', '--no-sandbox'], display);
    await start.says(/^There is no Electron at ELECTRON_OVERRIDE_DIST_PATH \(\/absent\/electron\), so the viewer is/m);
    if (process.getuid?.() !== 0) return;
    const asRoot = new Start(t, ['--no-demo'], display);
    await asRoot.says(/^Chromium’s sandbox does not work as root \(npm start -- --no-sandbox drops it\), so/m);
  });

  it('refuses what it does not know', async (t) => {
    for (const words of [['--sandbox'], ['--transport=pigeon'], ['--port=99999'], ['--port=x'], ['extra']]) {
      const start = new Start(t, words);
      assert.equal(await start.ended, 1, words.join());
      await start.says(/^npm start -- \[--no-sandbox\]/m);
    }
  });
});
