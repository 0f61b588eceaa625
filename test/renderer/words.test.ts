import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorCodes, type ErrorInfo } from '../../protocol/errors';
import type { SessionEvent, SessionState } from '../../protocol/session';
import { en } from '../../renderer/strings/en';
import { pictureWords, unchangedSeconds, wordsOf, type StateContext } from '../../renderer/words';

const producer = { pid: 4711, name: 'game.exe', alive: true };
const none: StateContext = {
  name: 'CaptureHook_HookInfo4712',
  hasPicture: false,
  canAttach: false,
  program: null,
  isFollowed: false,
};
const shown: StateContext = { ...none, hasPicture: true };
const error: ErrorInfo = {
  code: 'gpu-texture',
  operation: 'read header of',
  target: 'CaptureHook_HookInfo4711',
  reason: 'the hook shares a GPU texture (type = 1)',
  next: 'Ask for shared memory.',
};

test('an idle hook: says which mutex nobody holds, and what to start', () => {
  const state: SessionState = { kind: 'waiting-for-first-frame', reason: 'hook-idle', producer };
  const { title, evidence, next } = wordsOf(state, none, en);
  assert.match(title, /idle/);
  assert.match(evidence, /CaptureHook_KeepAlive4712/, 'by the mapping, whatever process writes it');
  assert.match(next, /OBS/);
  assert.doesNotMatch(next, /Attach to this hook/, 'no switch is there');
  assert.match(wordsOf(state, { ...none, canAttach: true }, en).next, /“Attach to this hook”/);
  const unknown = wordsOf({ ...state, producer: null }, { ...none, name: 'Local\\CaptureHook_HookInfo7' }, en);
  assert.match(unknown.evidence, /Local\\CaptureHook_KeepAlive7,/);
});

test('a GPU texture: its own title, the evidence, the next step', () => {
  const { title, evidence, next } = wordsOf({ kind: 'failed', error }, none, en);
  assert.match(title, /GPU texture/);
  assert.match(evidence, /CaptureHook_HookInfo4711.*type = 1/);
  assert.equal(next, error.next);
});

test('a code without a title of its own still says what failed', () => {
  const { title, evidence } = wordsOf({ kind: 'failed', error: { ...error, code: 'internal' } }, none, en);
  assert.equal(title, en.state.names.failed);
  assert.match(evidence, /Cannot read header of/);
});

test('an old picture has its age; where there is none, nothing claims one', () => {
  const gone: SessionState = { kind: 'producer-gone', reason: 'process-exited', quietForMs: 12_430, producer };
  assert.equal(wordsOf(gone, shown, en).age, 'last frame 12.4 s ago');
  assert.equal(wordsOf(gone, none, en).age, null);
  assert.equal(wordsOf({ ...gone, quietForMs: null }, shown, en).age, 'age of the last frame unknown');
  assert.match(wordsOf(gone, shown, en).evidence, /game\.exe \(4711\) has ended/);
  assert.match(wordsOf(gone, shown, en).next, /Resumes automatically\.$/);
  const ofProgram = { ...shown, program: 'game.exe' };
  assert.match(wordsOf(gone, ofProgram, en).next, /under this name; turn on “Follow game\.exe”/);
  assert.match(wordsOf(gone, { ...ofProgram, isFollowed: true }, en).next, /when game\.exe starts again/);
  const stalled: SessionState = { kind: 'stalled', quietForMs: 3_725_000, producer };
  assert.equal(wordsOf(stalled, shown, en).age, 'Unchanged for 1 h 2 min');
  assert.equal(wordsOf({ kind: 'live', producer }, shown, en).age, null);
});

test('a process name from outside is shown, not obeyed', () => {
  const state: SessionState = { kind: 'live', producer: { ...producer, name: 'a\u202Eb' } };
  assert.equal(wordsOf(state, shown, en).evidence, 'a\\u{202e}b (4711)');
});

test('every title is of a code that exists', () => {
  for (const code of Object.keys(en.error.titles)) assert.ok((errorCodes as readonly string[]).includes(code), code);
});

test('events tell what they hold', () => {
  const events: readonly (readonly [SessionEvent, RegExp])[] = [
    [{ kind: 'opened', agoMs: 1, detail: { width: 640, height: 360 } }, /640 × 360, written by an unknown process/],
    [
      { kind: 'producer-restarted', agoMs: 1, detail: { width: 8, height: 6, pid: 4711, process: 'game.exe' } },
      /8 × 6.*game\.exe \(4711\)/,
    ],
    [
      { kind: 'size-changed', agoMs: 1, detail: { width: 4, height: 3, fromWidth: 2, fromHeight: 1 } },
      /from 2 × 1 to 4 × 3/,
    ],
    [{ kind: 'reinitialised', agoMs: 1, detail: { mapId: 12 } }, /Map ID 12/],
    [{ kind: 'abandoned-lock', agoMs: 1, detail: { buffer: 1 } }, /buffer 2/],
    [{ kind: 'failed', agoMs: 1, detail: { code: 'gpu-texture', reason: 'shares a texture' } }, /shares a texture/],
  ];
  for (const [event, expected] of events) assert.match(en.events.text(event), expected);
});

test('why nothing is seen in a picture: all black, one colour, alpha 0, never written', () => {
  const picture = { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 };
  const told = (facts: object) => pictureWords({ picture: { ...picture, ...facts } }, en).map(({ text }) => text);
  assert.deepEqual(told({}), []);
  assert.deepEqual(told({ uniform: [0, 0, 0], alphaZero: true }), ['All black', 'Alpha 0 everywhere']);
  assert.deepEqual(told({ uniform: [255, 0, 10] }), ['One colour #ff000a']);
  assert.deepEqual(told({ unwrittenBytes: 8192 }), ['8,192 bytes never written (shown as black)']);
  assert.deepEqual(pictureWords({ picture: null }, en), []);
});

test('a live source whose frames bring the same picture is said to be unchanged, once that lasts', () => {
  const picture = { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 3000 };
  const live: SessionState = { kind: 'live', producer: null };
  assert.equal(unchangedSeconds({ picture, state: live }), 3);
  assert.equal(unchangedSeconds({ picture: { ...picture, unchangedForMs: 2999 }, state: live }), null);
  assert.equal(unchangedSeconds({ picture: null, state: live }), null);
  const stalled: SessionState = { kind: 'stalled', quietForMs: 3000, producer: null };
  assert.equal(unchangedSeconds({ picture, state: stalled }), null, 'its age says it');
});

test('what is not known is said to be unknown', () => {
  const stalled: SessionState = { kind: 'stalled', quietForMs: 3000, producer: null };
  assert.match(wordsOf(stalled, shown, en).evidence, /unknown/);
  assert.match(wordsOf({ kind: 'searching', name: 'program:game.exe' }, none, en).title, /^Waiting for game\.exe$/);
});
