import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { NamedEvent, NamedMutex, ReadWriteFileLock, SharedRegion } from '../../native/index';
import { root } from './paths';

/* What is said of the primitives on every system. */

/** A process that holds something of ours by the SDK until it is killed. */
async function holder(body: string): Promise<ChildProcess> {
  const script = `const f = require('framelatch'); ${body}; console.log('ready'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** @param codes the system's own: of something missing, there already, of no size */
export const primitiveTests: readonly (readonly [
  title: string,
  check: (
    name: string,
    codes: { readonly missing: number; readonly exists: number; readonly empty: number },
  ) => unknown,
])[] = [
  [
    'a region is created once, opened, written and read at an offset, and goes with its creator',
    (name, { missing, exists, empty }) => {
      assert.throws(() => SharedRegion.open(name), { code: 'mapping-missing', systemCode: missing });
      assert.throws(() => SharedRegion.create(name, 0), { code: 'usage', systemCode: empty });
      const made = SharedRegion.create(name, 100);
      assert.equal(made.created, true);
      assert.throws(() => SharedRegion.create(name, 100), { code: 'mapping-exists', systemCode: exists });
      const again = SharedRegion.create(name, 100, { existing: 'open' });
      assert.equal(again.created, false);
      again.close();
      made.write(Uint8Array.from([1, 2, 3]), 50);
      const part = SharedRegion.open(`Local\\${name}`, { offset: 50, length: 3 });
      assert.equal(part.size, 3);
      assert.deepEqual([...part.read()], [1, 2, 3]);
      assert.throws(() => part.read(1, 3), { code: 'mapping-too-small' });
      assert.throws(() => part.write(Uint8Array.from([1])), { code: 'mapping-denied' });
      assert.throws(() => part.storeWord(0, 1), { code: 'mapping-too-small' });
      part.close();
      assert.throws(() => SharedRegion.open(name, { offset: 1 << 20 }), { code: 'mapping-too-small' });
      made.storeWord(4, 0xfffffffe);
      assert.equal(made.loadWord(4), 0xfffffffe);
      assert.throws(() => SharedRegion.open(`Global\\${name}`), { code: 'mapping-missing' });
      made.close();
      assert.throws(() => SharedRegion.open(name), { code: 'mapping-missing' });
      assert.throws(() => made.read(), { code: 'usage' });
    },
  ],
  [
    'a mutex is tried, waited for within bounds, and told abandoned when its owner dies',
    async (name) => {
      assert.throws(() => NamedMutex.open(name), { code: 'mutex-missing' });
      const mutex = NamedMutex.create(name);
      const child = await holder(`const m = f.NamedMutex.open('${name}'); m.tryLock()`);
      assert.equal(mutex.tryLock(), 'busy');
      assert.equal(NamedMutex.look(name).state, 'held');
      assert.equal(await mutex.lock({ timeoutMs: 30 }), 'busy');
      await assert.rejects(mutex.lock({ signal: AbortSignal.timeout(30) }), { name: /Timeout|Abort/ });
      const waiting = mutex.lock({ timeoutMs: 10_000 });
      await kill(child);
      assert.equal(await waiting, 'abandoned');
      mutex.unlock();
      assert.equal(mutex.tryLock(), 'owned');
      mutex.unlock();
      mutex.close();
    },
  ],
  [
    'an event wakes one wait for each signal, also from another process',
    async (name) => {
      const event = NamedEvent.create(name);
      assert.equal(await event.wait({ timeoutMs: 10 }), false);
      event.signal();
      event.signal();
      assert.equal(await event.wait({ timeoutMs: 10 }), true);
      assert.equal(event.tryTake(), false);
      const waiting = event.wait({ timeoutMs: 20_000 });
      const child = await holder(`f.NamedEvent.open('${name}').signal()`);
      assert.equal(await waiting, true);
      await kill(child);
      await assert.rejects(event.wait({ signal: AbortSignal.abort() }), { name: 'AbortError' });
      event.close();
    },
  ],
  [
    'a file lock has many readers or one writer, and is free when its owner dies',
    async (name) => {
      const first = new ReadWriteFileLock(name);
      const second = new ReadWriteFileLock(name);
      assert.equal(first.tryLock('shared'), 'missing', 'a reader makes no file');
      const child = await holder(
        `const l = new f.ReadWriteFileLock('${name}'); l.tryLock('exclusive'); globalThis.l = l`,
      );
      assert.equal(first.tryLock('shared'), 'busy');
      const waiting = first.lock('shared', { timeoutMs: 10_000 });
      await kill(child);
      assert.equal(await waiting, 'owned');
      assert.equal(second.tryLock('shared'), 'owned');
      assert.equal(new ReadWriteFileLock(name).tryLock('exclusive'), 'busy');
      first.close();
      second.close();
      const writer = new ReadWriteFileLock(name);
      assert.equal(writer.tryLock('exclusive'), 'owned');
      assert.equal(first.tryLock('shared'), 'busy');
      writer.close();
    },
  ],
];
