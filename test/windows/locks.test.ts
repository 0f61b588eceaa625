import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { loadNative, type SourceReader } from '../../native/index';
import { Producer } from './producer';
import { Watcher } from './watcher';

for (const dialect of ['CaptureHook', 'GameCapture'] as const) {
  test(`${dialect}: a lock that another process keeps is contention, never a frame`, async () => {
    const producer = await Producer.start('hold', dialect, '3020');
    const watcher = new Watcher(`${dialect}_HookInfo3020`);
    try {
      await watcher.until('contention', () => watcher.status().counters.contended > 3);
      assert.equal(watcher.frames.length, 0);
      await watcher.untilPhase('waiting');
      assert.equal(watcher.status().waitReason, 'buffers-busy');
    } finally {
      watcher.close();
      await producer.kill();
    }
  });

  test(`${dialect}: a producer killed under the lock leaves its last picture, marked suspect each time`, async () => {
    const producer = await Producer.start('hold', dialect, '3021');
    const watcher = new Watcher(`${dialect}_HookInfo3021`);
    try {
      await watcher.until('contention', () => watcher.status().counters.contended > 0);
      await producer.kill();
      // It may have come while the producer was still being buried.
      await watcher.until('its last picture', () => watcher.frames.length > 0);
      await watcher.untilPhase('producer-gone');
      assert.equal(watcher.frames.length, 1);
      assert.equal(watcher.frames[0]?.header.suspect, true);
      assert.deepEqual(watcher.frames[0]?.pixel, [0x80, 0x40, 10, 0], 'frame 10 was the last');
      const pixels = new ArrayBuffer(64 * 48 * 4);
      const header = await watcher.reader.captureCurrent(pixels, { alpha: 'opaque', timeoutMs: 2000 });
      assert.equal(header?.suspect, true, 'Windows tells only the first owner; the reader remembers');
      assert.deepEqual([...new Uint8Array(pixels, 0, 4)], [0x80, 0x40, 10, 255]);
    } finally {
      watcher.close();
      await producer.kill();
    }
  });
}

test('a look tells free, held, abandoned and missing apart, and acquires nothing', async () => {
  const producer = await Producer.start('hold', 'CaptureHook', '3022');
  const name = 'CaptureHook_HookInfo3022';
  try {
    for (let look = 0; look < 2; ++look) {
      const { mutexes, keepAlive } = await loadNative().inspect({ name });
      assert.deepEqual(
        mutexes.map(({ state }) => state),
        ['held', 'held'],
      );
      assert.equal(keepAlive?.state, 'missing');
    }
  } finally {
    await producer.kill();
  }
});

test('a mutex whose owner was killed looks abandoned until somebody takes it', async () => {
  const name = 'CaptureHook_HookInfo3023';
  const owner = await Producer.start('hold', 'CaptureHook', '3023');
  // Keeps the mutexes' names alive without ever taking one: the capture is idle, as nobody gives the reader a place.
  const keeper = loadNative().openReader({ name }, { onFrame: () => undefined, onStatus: () => undefined });
  try {
    await untilOpen(keeper);
    await owner.kill();
    const impostor = await Producer.start('section', name, '648');
    const { mutexes } = await loadNative().inspect({ name });
    assert.deepEqual(
      mutexes.map(({ state }) => state),
      ['abandoned', 'abandoned'],
    );
    await impostor.kill();
    const next = await Producer.start('capture', 'CaptureHook', '3023');
    const watcher = new Watcher(name);
    const frames = await watcher.untilFrames(4);
    assert.equal(frames.at(-1)?.header.suspect, false, 'rewritten by a living writer');
    watcher.close();
    await next.kill();
  } finally {
    keeper.close();
  }
});

async function untilOpen(reader: SourceReader): Promise<void> {
  while (reader.status().shape === null) await sleep(10);
}
