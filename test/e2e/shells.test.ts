/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { atEnd } from '../support/cleanup';
import { cliScript } from '../support/paths';
import { Conversation, finish, startPythonProducer, startSend, uniqueId } from '../support/processes';
import { openByName, untilText } from './support/core-journeys';
import { startDisplay } from './support/display';
import { journey } from './support/journey';
import { waitForColor } from './support/screen';
import {
  openElectron,
  openStranger,
  openViewer,
  packagedApp,
  rootFlags,
  temporaryFolder,
  type Viewer,
} from './support/viewer';

/* What a shell does when something goes wrong around it, and what it refuses its page. */

/** Waits until the main process says so. */
async function untilMain(viewer: Viewer, holds: () => Promise<boolean | undefined>): Promise<void> {
  const limit = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < limit, `it does not come; the app said: ${viewer.output()}`);
    await sleep(50);
  }
}

journey('a file opens only after the user’s yes to its path', 'electron-ring', async (context) => {
  const path = join(temporaryFolder(context), 'picture.raw');
  writeFileSync(path, Buffer.alloc(64 * 64 * 4, 0x40));
  const viewer = await openViewer(context, 'electron-ring');
  const answerWith = (response: number) =>
    viewer.app?.evaluate(({ dialog }, chosen) => {
      dialog.showMessageBox = ((...args: readonly unknown[]) => {
        Object.assign(globalThis, { asked: JSON.stringify(args.at(-1)) });
        return Promise.resolve({ response: chosen, checkboxChecked: false });
      }) as unknown as typeof dialog.showMessageBox;
    }, response);
  await answerWith(0);
  await openByName(viewer, `${path} as raw 64x64 B8G8R8A8_UNORM`);
  await untilText(viewer, 'error-code', /file-not-allowed/);
  assert.match((await viewer.app?.evaluate(() => (globalThis as { asked?: string }).asked)) ?? '', /picture\.raw/);
  await answerWith(1);
  await openByName(viewer, `${path} as raw 64x64 B8G8R8A8_UNORM`);
  await waitForColor(viewer.page, [0x40, 0x40, 0x40], 'file-allowed');
});

journey('a second start hands its source to the first', 'electron-ring', async (context) => {
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 0000c000');
  const start = { display: await startDisplay(context), userData: temporaryFolder(context) };
  const first = await openElectron(context, start);
  await first.page.getByTestId('name-box').waitFor();
  const words = [...rootFlags, `--user-data-dir=${start.userData}`, `--source=${id}`];
  const second = await finish(packagedApp, words, '', { ...process.env, DISPLAY: start.display });
  assert.equal(second.code, 0, second.stderr);
  await first.page.getByTestId('actual-size').click();
  await waitForColor(first.page, [0xc0, 0, 0], 'second-start');
});

journey('a source that a start did not survive is not opened by the next', 'electron-ring', async (context) => {
  const start = { display: await startDisplay(context), userData: temporaryFolder(context) };
  const mark = { settings: { lastSource: 'CaptureHook_HookInfo4711' }, opening: ['CaptureHook_HookInfo4711'] };
  writeFileSync(join(start.userData, 'settings.json'), JSON.stringify(mark));
  const first = await openElectron(context, start);
  await untilText(first, 'error-code', /not-reopened/);
  await openByName(first, 'CaptureHook_HookInfo4711');
  await first.page.locator('[data-testid=status-state].searching').waitFor();
  await first.close();
  const second = await openElectron(context, start);
  await second.page.locator('[data-testid=status-state].searching').waitFor();
});

journey(
  'a page that crashes again and again leaves the app, which says so and waits',
  'electron-ring',
  async (context) => {
    const viewer = await openViewer(context, 'electron-ring');
    const crash = () =>
      viewer.app?.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        const isUp = window !== undefined && !window.webContents.isLoading() && !window.webContents.isCrashed();
        if (isUp) window.webContents.forcefullyCrashRenderer();
        return isUp;
      });
    await untilMain(viewer, async () => {
      await crash();
      return / [4-9] times within a minute/.test(viewer.output());
    });
    const shown = () =>
      viewer.app?.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getURL() : '';
      });
    await untilMain(viewer, async () => (await shown())?.endsWith('/failed.html'));
    const press = `document.querySelector('a').click()`;
    await viewer.app?.evaluate(({ BrowserWindow }, script) => {
      void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script);
    }, press);
    await untilMain(viewer, async () => (await shown())?.endsWith('/index.html'));
  },
);

journey('a page cannot leave: neither for another site nor for an empty page', 'electron-ring', async (context) => {
  const viewer = await openViewer(context, 'electron-ring');
  const { page, app } = viewer;
  // Not by the page's driver: that would wait for the end of a navigation that never begins.
  const run = (script: string) =>
    app?.evaluate(({ BrowserWindow }, text) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents?.executeJavaScript(text).then(
        (value: unknown) => `${contents.getURL()} ${String(value)}`,
        () => '',
      );
    }, script);
  const isThere = `document.querySelector('[data-testid=name-box]') !== null`;
  const away = [
    'about:blank',
    'data:text/html,x',
    'file:///etc/hostname',
    'framelatch://x/',
    'https://example.invalid/',
  ];
  for (const target of away) {
    await run(`void (location.href = ${JSON.stringify(target)})`);
    await untilMain(viewer, async () => (await run(isThere)) === 'framelatch://app/index.html true');
  }
  const framed = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'https://example.invalid/';
    document.body.append(frame);
    return new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve('refused'));
      frame.addEventListener('load', () => setTimeout(() => resolve('loaded'), 5000));
    });
  });
  assert.equal(framed, 'refused');
});

journey(
  'a hidden window draws nothing, still counts its source, and is back at once',
  'electron-ring',
  async (context) => {
    const id = uniqueId();
    await startSend(context, id, '--size', '64x64', '--fps', '30');
    const viewer = await openViewer(context, 'electron-ring');
    await openByName(viewer, String(id));
    const isRate = (name: string, pattern: RegExp) => untilText(viewer, `status-${name}`, pattern);
    await isRate('drawn-fps', /[1-9]\d?\.\d/);
    const say = (name: 'minimize' | 'restore') =>
      viewer.app?.evaluate(({ BrowserWindow }, event) => void BrowserWindow.getAllWindows()[0]?.emit(event), name);
    await say('minimize');
    await isRate('drawn-fps', /\b0\.0/);
    await isRate('source-fps', /[1-9]\d?\.\d/);
    await say('restore');
    await isRate('drawn-fps', /[1-9]\d?\.\d/);
  },
);

journey('where userData cannot be written the window opens, and says so', 'electron-ring', async (context) => {
  const start = { display: await startDisplay(context), userData: '/proc/framelatch-none' };
  const words = [...rootFlags, `--user-data-dir=${start.userData}`];
  const env = { ...process.env, DISPLAY: start.display };
  // What it says before its window is there, the page's driver does not hear.
  const app = spawn(packagedApp, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()));
  atEnd(context, () => app.kill());
  let said = '';
  app.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const isSaid = () => said.includes('Nothing can be written in /proc/framelatch-none');
  while (!isSaid() && app.exitCode === null) await sleep(50);
  assert.ok(isSaid(), `it ended with ${app.exitCode} and said: ${said}`);
  app.kill();
  await ended;
  const viewer = await openElectron(context, start);
  await viewer.page.getByTestId('name-box').waitFor();
});

journey(
  'a browser’s page says that its server is gone, and goes on when it was only held up',
  'chromium-websocket',
  async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 0000c000');
    const env = { ...process.env, XDG_CONFIG_HOME: temporaryFolder(context) };
    const server = new Conversation(process.execPath, [cliScript, 'serve'], env);
    atEnd(context, async () => {
      server.child.kill('SIGKILL');
      await server.ended();
    });
    const url = /http:\S+/.exec(await server.next())?.[0] ?? '';
    const viewer = await openStranger(context, url, await startDisplay(context));
    await openByName(viewer, String(id));
    const state = (kind: string) =>
      viewer.page.locator(`[data-testid=status-state].${kind}`).waitFor({ timeout: 60_000 });
    await viewer.page.getByTestId('canvas').waitFor();
    server.child.kill('SIGSTOP');
    await state('failed');
    await viewer.page.getByText('Disconnected from the server').first().waitFor();
    server.child.kill('SIGCONT');
    await viewer.page.locator('[data-testid=status-state]:not(.failed)').waitFor({ timeout: 60_000 });
    server.child.kill('SIGKILL');
    await state('failed');
    await viewer.page.getByText('Disconnected from the server').first().waitFor();
    const again = new Conversation(process.execPath, [cliScript, 'serve', `--port=${new URL(url).port}`], env);
    atEnd(context, async () => {
      again.child.kill('SIGTERM');
      await again.ended();
    });
    await again.next();
    await viewer.page.getByText('This page was not let in').first().waitFor({ timeout: 60_000 });
    await viewer.page.goto(url);
    await viewer.page.getByText('Framelatch has not let this page in').first().waitFor();
  },
);
