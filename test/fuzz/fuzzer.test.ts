import assert from 'node:assert/strict';
import { test } from 'node:test';

import { execute, Finding, search } from './fuzzer';
import { Random } from './random';
import type { Target } from './target';
import { targets } from './targets';

/** Breaks where three bytes of its input are right, each of which is told by another error. */
const planted: Target = {
  words: [],
  mayThrow: (thrown) => thrown instanceof RangeError,
  run: (input) => {
    if (input[0] !== 1) throw new RangeError('first');
    if (input[1] !== 0x7f) throw new TypeError('found it');
  },
};

test('a fault behind a check is found from a corpus without it, and its input finds it again', () => {
  const corpus = [Uint8Array.of(9, 9, 9)];
  const found = (() => {
    try {
      return search(planted, corpus, new Random(1), (executions) => executions < 100_000);
    } catch (thrown) {
      return thrown;
    }
  })();
  assert.ok(found instanceof Finding);
  assert.throws(() => execute(planted, found.input), Finding);
});

test('a seed gives the same inputs each time', () => {
  const inputsOf = (seed: number) => {
    const seen: string[] = [];
    const target: Target = { words: ['x'], mayThrow: () => false, run: (input) => void seen.push(String(input)) };
    search(target, [Uint8Array.of(1, 2, 3)], new Random(seed), (executions) => executions < 50);
    return seen;
  };
  assert.deepEqual(inputsOf(5), inputsOf(5));
  assert.notDeepEqual(inputsOf(5), inputsOf(6));
});

test('words that every object has are no words of a reading', () => {
  const { reading } = targets;
  for (const word of ['constructor', '__proto__', 'toString']) {
    for (const text of [`xwd ${word}`, `raw 4x4 ${word}`, `raw 4x4 NV12 ${word}`, word]) {
      assert.ok(reading);
      assert.throws(() => reading.run(Buffer.from(text)), reading.mayThrow, text);
    }
  }
});
