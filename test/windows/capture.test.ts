import assert from 'node:assert/strict';
import test from 'node:test';

import { loadNative } from '../../native/index';
import { Producer } from './producer';
import { Watcher } from './watcher';

const dialects = [
  { dialect: 'CaptureHook', layout: 'capture-hook' },
  { dialect: 'GameCapture', layout: 'game-capture' },
] as const;

for (const { dialect, layout } of dialects) {
  test(`${dialect}: another Windows process is listed with its name and pid, and its frames arrive`, async () => {
    const producer = await Producer.start('capture', dialect, 'self');
    const name = `${dialect}_HookInfo${producer.pid}`;
    const watcher = new Watcher(name);
    try {
      const row = (await loadNative().listSources()).find((source) => source.name === name);
      assert.deepEqual(row, {
        name,
        layout,
        width: 64,
        height: 48,
        format: 'B8G8R8A8_UNORM',
        producer: { pid: producer.pid, name: 'fault_producer.exe', alive: true },
        leftover: false,
      });
      const frames = await watcher.untilFrames(10);
      for (const { header, pixel } of frames) {
        assert.deepEqual([header.width, header.height, header.format, header.mapId], [64, 48, 87, 1]);
        assert.deepEqual(pixel.slice(0, 2), [0x80, 0x40], 'red and green are constants');
        assert.equal(pixel[3], 0, 'alpha as stored');
        assert.equal(header.suspect, false);
      }
      const numbers = frames.map(({ pixel }) => pixel[2] ?? -1);
      // They begin again at 256.
      const steps = numbers.slice(1).map((number, at) => (number - (numbers[at] ?? 0)) & 255);
      assert.ok(
        steps.every((step) => step > 0 && step < 128),
        `never the same or an older frame: ${numbers.join(' ')}`,
      );
      assert.deepEqual(watcher.status().producer, { pid: producer.pid, name: 'fault_producer.exe', alive: true });
    } finally {
      watcher.close();
      await producer.kill();
    }
  });

  test(`${dialect}: a killed producer is noticed, its name is free, and a new one is picked up`, async () => {
    const name = `${dialect}_HookInfo3010`;
    const first = await Producer.start('capture', dialect, '3010');
    const watcher = new Watcher(name);
    try {
      await watcher.untilFrames(3);
      await first.kill();
      await watcher.untilPhase('producer-gone');
      await assert.rejects(loadNative().inspect({ name }), { code: 'mapping-missing' }, 'the reader holds no name');
      const second = await Producer.start('capture', dialect, '3010');
      const before = watcher.frames.length;
      const [frame] = await watcher.untilFrames(3);
      assert.equal(watcher.status().phase, 'live');
      assert.equal(watcher.status().counters.reopened, 1);
      assert.equal(frame?.header.sequence, before + 1, 'the sequence goes on');
      await second.kill();
    } finally {
      watcher.close();
      await first.kill();
    }
  });

  test(`${dialect}: of a producer that was killed it is said that its process has ended, not that it removed its mapping`, async () => {
    const producer = await Producer.start('capture', dialect, 'self');
    const watcher = new Watcher(`${dialect}_HookInfo${producer.pid}`);
    try {
      await watcher.untilFrames(3);
      await watcher.until('its producer', () => watcher.status().producer?.pid === producer.pid);
      await producer.kill();
      await watcher.untilPhase('producer-gone');
      // Names go with their processes here, a moment before those count as ended.
      await watcher.until('its end', () => watcher.status().goneReason === 'process-exited');
    } finally {
      watcher.close();
      await producer.kill();
    }
  });

  test(`${dialect}: a section that is replaced at once under the same name is noticed by its bytes`, async () => {
    const options = { dialect, id: 3011, width: 64, height: 48 };
    const native = loadNative();
    let writer = native.openWriter(options);
    const watcher = new Watcher(writer.hookInfoName);
    try {
      writer.publish(new Uint8Array(64 * 48 * 4).fill(1));
      await watcher.untilFrames(1);
      // No reader's look falls between these two lines.
      writer.close();
      writer = native.openWriter(options);
      writer.publish(new Uint8Array(64 * 48 * 4).fill(2));
      const [frame] = await watcher.untilFrames(1);
      assert.deepEqual(frame?.pixel, [2, 2, 2, 2]);
      assert.equal(watcher.status().counters.reopened, 1);
    } finally {
      watcher.close();
      writer.close();
    }
  });

  test(`${dialect}: a quiet source is not taken for a restarted one`, async () => {
    const native = loadNative();
    const writer = native.openWriter({ dialect, id: 3012, width: 200, height: 200 });
    const watcher = new Watcher(writer.hookInfoName);
    try {
      writer.publish(new Uint8Array(200 * 200 * 4).map((_, index) => index));
      await watcher.untilFrames(1);
      await watcher.untilPhase('stalled');
      assert.equal(watcher.status().counters.reopened, 0);
      writer.resize(100, 50);
      writer.publish(new Uint8Array(100 * 50 * 4).fill(3));
      const [frame] = await watcher.untilFrames(1);
      assert.deepEqual([frame?.header.width, frame?.header.height, frame?.header.mapId], [100, 50, 2]);
    } finally {
      watcher.close();
      writer.close();
    }
  });
}
