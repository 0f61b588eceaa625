import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

import { ReadWriteFileLock } from '../../native/index';
import { atEnd } from './cleanup';
import { root } from './paths';
import { Conversation, uniqueId } from './processes';

const producers = join(root, 'test', 'producers');

/** One of the independent producers of layouts.py, ended with the test. */
export async function startLayout(context: TestContext, kind: string, ...args: string[]): Promise<Conversation> {
  const producer = new Conversation('python3', [join(producers, 'layouts.py'), kind, ...args]);
  atEnd(context, async () => {
    producer.child.stdin?.end();
    await producer.ended();
  });
  if ((await producer.next()) !== 'ready') throw new Error('the producer did not start');
  return producer;
}

export function uniqueName(): string {
  return `FramelatchTest${uniqueId()}`;
}

/** `fork_server1` and `OBSVirtualCamVideo` are one for all: a test that makes one has them to itself until it ends. */
export async function ownFixedNames(context: TestContext): Promise<void> {
  const lock = new ReadWriteFileLock('FramelatchTestFixedNames.mdb', tmpdir());
  assert.equal(await lock.lock('exclusive', { timeoutMs: 120_000 }), 'owned');
  atEnd(context, async () => lock.close());
}

/** A folder that goes with the test. */
export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-test-'));
  atEnd(context, async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface XServer {
  readonly display: number;
  /** The file into which it maps its screen. */
  readonly screen: string;
  readonly process: ChildProcess;
  /** A client that fills the screen; it stays, as the server forgets its pictures with its last client. */
  readonly painter: Conversation;
}

/** A real X server whose screen is a file: `geometry` as `64x48x24`. Ended with the test. */
export async function startXServer(context: TestContext, geometry: string): Promise<XServer> {
  const folder = temporaryFolder(context);
  const args = ['-displayfd', '1', '-ac', '-nolisten', 'tcp', '-fbdir', folder, '-screen', '0', geometry];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  atEnd(context, async () => {
    server.kill('SIGTERM');
    await ended;
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const line = await Promise.race([lines.next().then(({ value }) => value as string | undefined), ended]);
  if (!line) throw new Error(`Xvfb did not start with ${geometry}`);
  const painter = new Conversation('python3', [join(producers, 'x11_fill.py'), line]);
  atEnd(context, async () => {
    painter.child.stdin?.end();
    await painter.ended();
  });
  if ((await painter.next()) !== 'ready') throw new Error('the painter did not start');
  return { display: Number(line), screen: join(folder, 'Xvfb_screen0'), process: server, painter };
}
