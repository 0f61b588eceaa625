import assert from 'node:assert/strict';
import { test } from 'node:test';

import { logAttach, logChanges } from '../../engine/changes';
import { EventLog } from '../../engine/event-log';
import type { ReaderStatus } from '../../native/index';
import type { AttachView } from '../../protocol/session';

const searching: ReaderStatus = {
  phase: 'searching',
  waitReason: 'nothing-published',
  goneReason: 'process-exited',
  error: null,
  shape: null,
  shown: null,
  picture: null,
  producer: null,
  quietForMs: 0,
  sawPublication: false,
  frameBytes: 0,
  counters: { published: 0, delivered: 0, overtaken: 0, contended: 0, suspect: 0, reopened: 0 },
};
const shape = { layout: 'capture-hook', width: 64, height: 48, format: 87, pitch: 256, flip: false, mapId: 1 } as const;
const live: ReaderStatus = { ...searching, phase: 'live', shape, producer: { pid: 5, name: 'game', alive: true } };
const reopened = (reopens: number) => ({ ...live.counters, reopened: reopens });

/** The log after successive statuses, without ages. */
function logOf(...statuses: readonly ReaderStatus[]): readonly (readonly [string, object])[] {
  const log = new EventLog();
  let before: ReaderStatus | null = null;
  for (const status of statuses) {
    logChanges(log, before, status);
    before = status;
  }
  return log.read().map(({ kind, detail }) => [kind, detail]);
}

test('the first open is told once', () => {
  assert.deepEqual(logOf(searching, live, live), [['opened', { width: 64, height: 48, pid: 5, process: 'game' }]]);
});

test('a stall and its end', () => {
  const kinds = logOf(live, { ...live, phase: 'stalled' }, live).map(([kind]) => kind);
  assert.deepEqual(kinds, ['opened', 'stalled', 'resumed']);
});

test('a producer that went and another that came', () => {
  const gone = { ...live, phase: 'producer-gone' as const };
  const another = { ...live, producer: { pid: 6, name: 'game', alive: true }, counters: reopened(1) };
  assert.deepEqual(logOf(live, gone, another).slice(1), [
    ['producer-gone', { reason: 'process-exited', pid: 5, process: 'game' }],
    ['producer-restarted', { width: 64, height: 48, pid: 6, process: 'game' }],
    ['resumed', {}],
  ]);
});

test('another size, and another map_id of the same size', () => {
  const larger = { ...live, shape: { ...shape, width: 128, mapId: 2 }, counters: reopened(1) };
  const again = { ...larger, shape: { ...larger.shape, mapId: 3 }, counters: reopened(2) };
  assert.deepEqual(logOf(live, larger, again).slice(1), [
    ['size-changed', { width: 128, height: 48, fromWidth: 64, fromHeight: 48 }],
    ['reinitialised', { mapId: 3 }],
  ]);
});

test('an idle hook that is attached to begins, and resumes only after it had frames', () => {
  const error = { code: 'hook-idle', operation: 'open', target: 't', reason: 'r', next: 'n' } as const;
  const idle: ReaderStatus = { ...searching, phase: 'failed', error };
  const kinds = (...statuses: readonly ReaderStatus[]) => logOf(...statuses).map(([kind]) => kind);
  assert.deepEqual(kinds(searching, idle, live), ['opened']);
  const shown = { ...live, counters: { ...live.counters, delivered: 7 } };
  const idleAgain = { ...shown, phase: 'failed' as const, error };
  assert.deepEqual(kinds(shown, idleAgain, idleAgain, shown), ['opened', 'idle', 'resumed']);
});

test('attaching and detaching are told once each', () => {
  const log = new EventLog();
  const states = ['off', 'attaching', 'attached', 'capturing', 'off'] as const;
  let before: AttachView | null = null;
  for (const state of states) {
    const view: AttachView = { state, log: [] };
    logAttach(log, before, view);
    before = view;
  }
  assert.deepEqual(
    log.read().map(({ kind }) => kind),
    ['attached', 'detached'],
  );
});

test('a failure says what it is', () => {
  const error = {
    code: 'texture-too-small',
    operation: 'open',
    target: 't',
    reason: 'found 4 bytes',
    next: 'n',
  } as const;
  assert.deepEqual(logOf(live, { ...live, phase: 'failed', error }).slice(1), [
    ['failed', { code: 'texture-too-small', reason: 'found 4 bytes' }],
  ]);
});

test('the log keeps the newest fifty', () => {
  const log = new EventLog();
  for (let mapId = 0; mapId < 60; ++mapId) log.add('reinitialised', { mapId }, mapId);
  const events = log.read(100);
  assert.deepEqual([events.length, events[0]?.detail, events[0]?.agoMs], [50, { mapId: 10 }, 90]);
});
