/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { atEnd } from '../support/cleanup';
import { decodePng } from '../support/decode';
import { root } from '../support/paths';
import { Conversation, finish, removeLeftovers, startPythonProducer, startSend, uniqueId } from '../support/processes';
import { openByName, untilText } from './support/core-journeys';
import { startDisplay } from './support/display';
import { journey } from './support/journey';
import { waitForColor } from './support/screen';
import { openElectron, openViewer, packagedApp, rootFlags, temporaryFolder } from './support/viewer';

/* What only the desktop app does, and what one shell is enough for. */

journey(
  'a producer killed under the lock: the last whole picture stays, and what happened is said',
  'electron-ring',
  async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 00008000');
    await producer.ask('frame 0000c000');
    const viewer = await openViewer(context, 'electron-ring');
    await openByName(viewer, String(id));
    await waitForColor(viewer.page, [0xc0, 0, 0], 'kill-before');
    producer.child.stdin?.write('die\n');
    await producer.ended();
    await viewer.page.locator('[data-testid=status-state].producer-gone').waitFor();
    await waitForColor(viewer.page, [0xc0, 0, 0], 'kill-after');
    // The list is looked at once a second.
    const row = viewer.page.getByTestId(`source-CaptureHook_HookInfo${id}`);
    await row.filter({ hasText: /orphaned/ }).waitFor();
    await removeLeftovers(id);
    const second = await startPythonProducer(context, id);
    await second.ask('frame 00ff0000');
    await waitForColor(viewer.page, [0, 255, 0], 'kill-restarted');
  },
);

journey('a hook that is idle and a hook that shares a GPU texture are named', 'electron-ring', async (context) => {
  const idle = uniqueId();
  await startPythonProducer(context, idle);
  const texture = uniqueId();
  await startPythonProducer(context, texture, '--type', '1', '--window', '77');
  const { page, ...viewer } = await openViewer(context, 'electron-ring');
  await openByName({ page, ...viewer }, String(idle));
  await page
    .getByText(/KeepAlive/)
    .first()
    .waitFor();
  await openByName({ page, ...viewer }, String(texture));
  await page.getByTestId('error-code').waitFor();
  assert.equal(await page.getByTestId('error-code').innerText(), 'gpu-texture');
});

journey(
  'attached to by the window’s switch, a hook captures; off, it is as it was',
  'electron-ring',
  async (context) => {
    const pid = 3_900_000_000 - process.pid;
    const hook = new Conversation('python3', [join(root, 'test', 'producers', 'hook.py'), String(pid)]);
    atEnd(context, async () => {
      hook.child.stdin?.end();
      await hook.ended();
    });
    await hook.next();
    const untilState = async (wanted: RegExp) => {
      while (!wanted.test(await hook.ask('state'))) await sleep(50);
    };
    const viewer = await openViewer(context, 'electron-ring');
    await openByName(viewer, String(pid));
    const { page } = viewer;
    await page.getByText('The hook is idle').first().waitFor();
    await page.getByTestId('attach').click();
    await untilState(/^capturing 0 8333333, asked 1 8333333$/);
    await page.locator('[data-testid=status-state].live').waitFor();
    await page.getByTestId('hook-log').getByText('capturing 64 x 48 in memory').waitFor();
    await page.getByTestId('attach').click();
    await untilState(/^idle, asked 0 0$/);
    // And when the app is killed, too.
    await page.getByTestId('attach').click();
    await untilState(/^capturing/);
    viewer.app?.process().kill('SIGKILL');
    await untilState(/^idle, asked 0 0$/);
  },
);

const hostile: readonly (readonly [what: string, command: string, code: string])[] = [
  ['an index beyond the buffers', 'poke texture 0 07000000', 'texture-index-invalid'],
  ['an unknown format', 'poke info 16 ff000000', 'format-unsupported'],
  ['a size that overflows', 'poke info 24 ffffffff', 'header-size-overflow'],
  ['a pitch shorter than its row', 'poke info 36 01000000', 'pitch-too-small'],
  ['a texture cut short', 'truncate texture 64', 'texture-too-small'],
  ['a hook info cut short', 'truncate info 8', 'mapping-too-small'],
];

journey('hostile bytes are named, and no stale picture is shown as live', 'electron-ring', async (context) => {
  const viewer = await openViewer(context, 'electron-ring');
  for (const [what, command, code] of hostile) {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id, '--window', String(id));
    await producer.ask('frame 00ff0000');
    await openByName(viewer, String(id));
    await waitForColor(viewer.page, [0, 255, 0], `hostile-${code}`);
    await producer.ask(command);
    await viewer.page.locator('[data-testid=status-state].failed').waitFor();
    assert.match(await viewer.page.locator('body').innerText(), new RegExp(code), what);
    producer.child.stdin?.end();
    await producer.ended();
  }
});

journey('a reload gets its picture back', 'electron-ring', async (context) => {
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 00c0c000');
  const { page, ...viewer } = await openViewer(context, 'electron-ring');
  await openByName({ page, ...viewer }, String(id));
  await waitForColor(page, [0xc0, 0xc0, 0], 'reload-before');
  await page.reload();
  await waitForColor(page, [0xc0, 0xc0, 0], 'reload-after');
  await untilText({ page }, 'status', /ring/);
});

journey(
  'settings outlive the app, and a second start only brings the first to the front',
  'electron-ring',
  async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 80808000');
    const start = { display: await startDisplay(context), userData: temporaryFolder(context) };
    const first = await openElectron(context, start);
    await openByName(first, String(id));
    await first.page.getByTestId('pixelated').click();
    await waitForColor(first.page, [128, 128, 128], 'settings-before');
    const again = await finish(packagedApp, [...rootFlags, `--user-data-dir=${start.userData}`], '', {
      ...process.env,
      DISPLAY: start.display,
    });
    assert.equal(again.code, 0);
    await first.close();
    const second = await openElectron(context, start);
    await waitForColor(second.page, [128, 128, 128], 'settings-after');
    assert.equal(await second.page.getByTestId('pixelated').getAttribute('aria-pressed'), 'true');
  },
);

journey('saves the picture that the source holds', 'electron-ring', async (context) => {
  const id = uniqueId();
  const producer = await startPythonProducer(
    context,
    id,
    '--width',
    '70',
    '--height',
    '30',
    '--pad',
    '4',
    '--flip',
    '1',
  );
  await producer.ask('frame 30201000');
  const viewer = await openViewer(context, 'electron-ring');
  await openByName(viewer, String(id));
  await waitForColor(viewer.page, [0x10, 0x20, 0x30], 'snapshot');
  const path = join(temporaryFolder(context), 'picture.png');
  await viewer.app?.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await viewer.page.getByTestId('snapshot').click();
  await viewer.page.getByText(path).first().waitFor();
  const picture = await decodePng(path);
  assert.deepEqual([picture.width, picture.height, picture.channels], [70, 30, 3]);
  assert.ok(picture.rows.every((row) => row.equals(Buffer.from('102030'.repeat(70), 'hex'))));
});

journey('the keyboard alone is enough', 'electron-ring', async (context) => {
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 00a00000');
  const { page } = await openViewer(context, 'electron-ring');
  await page.getByTestId(`source-CaptureHook_HookInfo${id}`).waitFor();
  await page.getByTestId('name-box').focus();
  await page.keyboard.type(String(id));
  await page.keyboard.press('Enter');
  await page.getByTestId('canvas').waitFor();
  await page.getByTestId('actual-size').focus();
  await page.keyboard.press('Space');
  await waitForColor(page, [0, 0xa0, 0], 'keyboard');
});

journey('the packaged executable is also the command line', 'electron-ring', async (context) => {
  assert.ok(existsSync(packagedApp));
  const id = uniqueId();
  await startSend(context, id, '--size', '64x64', '--fps', '30');
  const { code, stdout, stderr } = await finish(packagedApp, ['list', '--json', ...rootFlags]);
  assert.equal(code, 0, stderr);
  assert.ok(JSON.parse(stdout).some(({ name }: { name: string }) => name === `CaptureHook_HookInfo${id}`));
});

journey('the page is locked in: isolated, sandboxed, no way out', 'electron-ring', async (context) => {
  const { page, app } = await openViewer(context, 'electron-ring');
  assert.equal(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require), 'undefined');
  assert.equal(await page.evaluate(() => window.open('https://example.invalid') === null), true);
  await page.evaluate(() => void (location.href = 'https://example.invalid/')).catch(() => {});
  assert.match(page.url(), /^framelatch:\/\/app\//);
  // An inline script is what an injection would be.
  const hasRun = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.body.append(script);
    return document.title === 'injected';
  });
  assert.equal(hasRun, false);
  const preferences = await app?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { contextIsolation, sandbox, nodeIntegration } = contents.getLastWebPreferences();
    return { contextIsolation, sandbox, nodeIntegration };
  });
  assert.deepEqual(preferences, { contextIsolation: true, sandbox: true, nodeIntegration: false });
});
