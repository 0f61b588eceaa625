import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { startSend, uniqueId } from '../support/processes';
import { requireProgram } from '../support/requires';
import { Watching } from './support';

test('the clock jumps by years: frames go on, and nothing is called stalled or gone', async (context) => {
  if (!requireProgram(context, 'faketime', 'faketime')) return;
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-clock-'));
  atEnd(context, () => rmSync(folder, { recursive: true }));
  const clock = join(folder, 'clock');
  writeFileSync(clock, '+0');
  const id = uniqueId();
  await startSend(context, id, '--size', '64x48', '--fps', '30');
  const watching = new Watching(context, String(id), {
    ...process.env,
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    // A system's monotonic clock does not jump with its wall clock.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
  // What the library shares with its process's children stays when that process is killed.
  const left = [`faketime_shm_${watching.child.pid}`, `sem.faketime_sem_${watching.child.pid}`];
  atEnd(context, () => left.forEach((name) => rmSync(join('/dev/shm', name), { force: true })));
  await watching.until('the first frames', () => watching.frames.length > 10);
  for (const jump of ['+5y', '-5y', '+0']) {
    writeFileSync(clock, jump);
    const before = watching.frames.length;
    await watching.until(`frames after a jump of ${jump}`, () => watching.frames.length > before + 15);
  }
  assert.ok(watching.isRunning);
});
