import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ringHeaderBytes, ringSlots, ringSlotBytes } from '../../protocol/stream';
import { BrowserShell, cookieOf, keyOf } from './support/browser-shell';
import { opened, StreamClient } from './support/page';
import { Producer } from './support/producer';

// Writes down its arguments and stays until it is told to go, as a browser does.
const standIn =
  '#!/bin/sh\nfor word; do echo "$word"; done > "$RECORD.part"\nmv "$RECORD.part" "$RECORD"\nexec sleep 60\n';

const isRoot = process.getuid?.() === 0;

interface Started {
  readonly args: readonly string[];
  readonly url: URL;
  readonly profile: string;
}

function installBrowser(t: TestContext, text = standIn): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-browser-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'chromium'), text, { mode: 0o755 });
  process.env['PATH'] = folder + delimiter + process.env['PATH'];
  process.env['RECORD'] = join(folder, 'record');
  return join(folder, 'record');
}

async function startedWith(record: string): Promise<Started> {
  for (let waits = 0; !existsSync(record); waits++) {
    assert.ok(waits < 1000, 'the browser was not started');
    await sleep(20);
  }
  const args = readFileSync(record, 'utf8').trim().split('\n');
  const valueOf = (name: string) => args.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return { args, url: new URL(valueOf('--app')), profile: valueOf('--user-data-dir') };
}

describe('a browser of our own', { skip: process.platform !== 'linux' && 'found on the PATH, as on Linux' }, () => {
  const saved = { PATH: process.env['PATH'], DISPLAY: process.env['DISPLAY'], WAYLAND: process.env['WAYLAND_DISPLAY'] };
  beforeEach(() => {
    process.env['DISPLAY'] = ':7000';
  });
  afterEach(() => {
    process.env['PATH'] = saved.PATH;
    delete process.env['DISPLAY'];
    delete process.env['WAYLAND_DISPLAY'];
    if (saved.DISPLAY !== undefined) process.env['DISPLAY'] = saved.DISPLAY;
    if (saved.WAYLAND !== undefined) process.env['WAYLAND_DISPLAY'] = saved.WAYLAND;
  });

  it('gets a private profile and an address that works once', async (t) => {
    const record = installBrowser(t);
    const shell = await BrowserShell.start(t, { open: true, noSandbox: isRoot, say: assert.fail });
    const { args, url, profile } = await startedWith(record);
    assert.equal(lstatSync(profile).mode & 0o777, 0o700);
    assert.equal(args.includes('--no-sandbox'), isRoot);
    const token = url.searchParams.get('token') ?? '';
    assert.notEqual(token, shell.token);
    assert.equal((await shell.ask(`/?token=${token}`)).status, 200);
    assert.equal((await shell.ask(`/?token=${token}`)).status, 401);
    await shell.server.close();
    assert.equal(existsSync(profile), false);
  });

  it('gets the frame ring, which nobody else does', async (t) => {
    const record = installBrowser(t);
    const shell = await BrowserShell.start(t, { open: true, noSandbox: isRoot, say: assert.fail });
    const { url, profile } = await startedWith(record);
    const producer = new Producer(t, shell.engine, 7060, 50, 40);
    producer.publish(1);
    const session = await shell.value('session:open', ['CaptureHook_HookInfo7060']);
    const strangers = await openStream(shell, session);
    strangers.say({ kind: 'ready' });
    assert.equal((await strangers.next('prepare')).wantRing, false);

    const admission = await shell.ask(url.pathname + url.search);
    shell.cookie = cookieOf(admission);
    shell.key = keyOf(admission);
    const stream = await openStream(shell, session);
    stream.say({ kind: 'ready' });
    const { frameBytes, wantRing } = await stream.next('prepare');
    assert.equal(wantRing, true);
    const ring = makeRing(profile, frameBytes);
    stream.say({ kind: 'ring', token: ring.token, fileBytes: ring.fileBytes, slotBytes: ring.slotBytes });
    assert.deepEqual((await stream.next('transport')).transport, { name: 'ring', reason: null });
    const { slot, pixels } = await stream.next('frame');
    assert.equal(pixels, undefined);
    const start = ringHeaderBytes + slot * ring.slotBytes;
    assert.deepEqual(readFileSync(ring.path).subarray(start, start + frameBytes), producer.expected(1));
    assert.equal((await shell.value('app:info', [])).sandboxed, !isRoot);
  });

  it('is told apart from one that fails at once', async (t) => {
    installBrowser(t, '#!/bin/sh\nexit 3\n');
    const said: string[] = [];
    await BrowserShell.start(t, { open: true, noSandbox: isRoot, say: (sentence) => said.push(sentence) });
    for (let waits = 0; !said.length && waits < 1000; waits++) await sleep(20);
    assert.match(said.join(), /chromium ended at once with code 3/);
  });

  it('is not opened as root with its sandbox, nor without a display', async (t) => {
    const record = installBrowser(t);
    const said: string[] = [];
    const say = (sentence: string) => said.push(sentence);
    if (isRoot) await BrowserShell.start(t, { open: true, say });
    delete process.env['DISPLAY'];
    delete process.env['WAYLAND_DISPLAY'];
    await BrowserShell.start(t, { open: true, noSandbox: true, say });
    assert.match(said.pop() ?? '', /no display/);
    if (isRoot) assert.match(said.pop() ?? '', /as root; --no-sandbox drops it/);
    await sleep(100);
    assert.equal(existsSync(record), false);
  });
});

async function openStream(shell: BrowserShell, session: number): Promise<StreamClient> {
  const socket = shell.socket(`/stream?session=${session}`);
  await opened(socket);
  return new StreamClient(socket);
}

/** A file such as the viewer's worker makes in its origin private file system. */
function makeRing(profile: string, frameBytes: number) {
  const slotBytes = ringSlotBytes(frameBytes);
  const fileBytes = ringHeaderBytes + ringSlots * slotBytes;
  const token = '0123456789abcdef'.repeat(2);
  const path = join(profile, 'ring');
  const content = Buffer.alloc(fileBytes);
  content.write(token, 'hex');
  writeFileSync(path, content);
  return { path, token, fileBytes, slotBytes };
}
