import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openElectron, openViewer, temporaryFolder } from '../e2e/support/viewer';
import { startDisplay } from '../e2e/support/display';
import { startPythonProducer, uniqueId, finish, Conversation, finishScript } from '../support/processes';
import { atEnd } from '../support/cleanup';
import { root } from '../support/paths';
import { requireProgram } from '../support/requires';
import { unpackedApp } from './support';

/*
 * No traffic leaves the machine. This file runs itself once more in a network of its own that looks like one with a way out
 * (network.py), uses the packaged app there as a user does, and then reads what a listener at the far end has seen.
 */

const insideVariable = 'FRAMELATCH_TEST_IN_OWN_NETWORK';
const isInside = process.env[insideVariable] === '1';
// Chromium begins some of its background work seconds after the start.
const idleMs = 6000;
const launcher = join(unpackedApp, 'bin', 'framelatch');

interface Report {
  readonly control: readonly string[];
  readonly packets: readonly string[];
}

/** Runs this file's journeys inside; resolves to what was seen. */
async function listenDuring(context: TestContext): Promise<Report> {
  const report = join(temporaryFolder(context), 'report.json');
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const own = [
    'unshare',
    ...asRoot,
    '--net',
    '--mount',
    'python3',
    join(root, 'test', 'packages', 'network.py'),
    report,
  ];
  // The runner around this one would take the inner one's results for its own.
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env;
  const [command = '', ...args] = [...own, process.execPath, '--test', '--test-reporter=tap', __filename];
  const { code, stdout, stderr } = await finishScript(command, args, { ...env, [insideVariable]: '1' });
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, /^# pass 4$/m, 'each journey was made');
  return JSON.parse(readFileSync(report, 'utf8')) as Report;
}

function listen(): void {
  test('no packet leaves the machine, whatever is done', { timeout: 300_000 }, async (context) => {
    for (const [program, name] of [
      ['Xvfb', 'xvfb'],
      ['ip', 'iproute2'],
      ['chromium', 'chromium'],
    ] as const) {
      if (!requireProgram(context, program, name)) return;
    }
    const { control, packets } = await listenDuring(context);
    const seen = new Set(control);
    for (const wanted of [
      'udp to 8.8.8.8 port 53: control',
      'tcp to 192.0.2.1 port 443',
      'tcp to 2001:db8::1 port 443',
    ]) {
      assert.ok(seen.has(wanted), `the listener would not have seen: ${wanted}; it saw ${control.join(', ')}`);
    }
    assert.deepEqual(packets, []);
  });
}

function useEverything(): void {
  test('inside: the window starts, shows a source, idles, ends', async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 10c82000');
    const display = await startDisplay(context);
    const executable = join(unpackedApp, 'framelatch');
    const viewer = await openElectron(context, { display, userData: temporaryFolder(context), executable });
    await viewer.page.getByTestId(`source-CaptureHook_HookInfo${id}`).click();
    await viewer.page.locator('[data-testid=canvas][data-size]').waitFor();
    // A text field is where Chromium would fetch a dictionary for.
    await viewer.page.getByTestId('name-box').fill('a wrod that is mispelt');
    // Also what the main process itself asks Chromium for stays inside.
    const asked = await viewer.app?.evaluate(
      ({ net }) =>
        new Promise<string>((resolve) => {
          const request = net.request('http://192.0.2.1/');
          request.on('error', ({ message }) => resolve(message));
          request.on('response', () => resolve('answered'));
          request.end();
        }),
    );
    assert.match(asked ?? '', /BLOCKED_BY_CLIENT/);
    await viewer.page.waitForTimeout(idleMs);
    await viewer.close();
  });

  test('inside: commands end without a word to anybody', async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 10c82000');
    for (const words of [['--version'], ['list'], ['inspect', String(id)], ['watch', String(id), '--frames', '1']]) {
      const { code, stderr } = await finish(launcher, words);
      assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
    }
  });

  test('inside: serve listens on the loopback address alone', async (context) => {
    const server = new Conversation(launcher, ['serve'], { ...process.env, XDG_CONFIG_HOME: temporaryFolder(context) });
    atEnd(context, async () => {
      server.child.kill('SIGTERM');
      await server.ended();
    });
    const url = /http:\S+/.exec(await server.next())?.[0] ?? '';
    assert.equal((await fetch(url)).status, 200);
    const { stdout } = await finish('ss', ['--listening', '--tcp', '--udp', '--numeric', '--no-header']);
    const local = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/)[4] ?? '');
    assert.ok(local.includes(`127.0.0.1:${new URL(url).port}`), stdout);
    assert.deepEqual(
      local.filter((address) => !/^(127\.0\.0\.1|\[::1\]):/.test(address)),
      [],
    );
  });

  test('inside: the browser that serve opens asks nobody else', async (context) => {
    const viewer = await openViewer(context, 'chromium-ring');
    await viewer.page.getByTestId('status-version').waitFor();
    await viewer.page.waitForTimeout(idleMs);
    await viewer.close();
  });
}

if (isInside) useEverything();
else listen();
