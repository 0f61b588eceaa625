import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodePipeHeader, encodePipeHeader, type PipeFrame } from '../../protocol/pipe';

const good: PipeFrame = { width: 8, height: 4, format: 87, pitch: 32, flip: false, sequence: 1 };

function decoded(change: Partial<PipeFrame>): PipeFrame {
  const frame = { ...good, ...change };
  return decodePipeHeader(encodePipeHeader(frame).subarray(4), 32 + frame.pitch * frame.height);
}

test('a frame that no picture can be is told by what is wrong with it', () => {
  assert.deepEqual(decoded({}), good);
  assert.throws(() => decoded({ format: 103 }), {
    code: 'format-unsupported',
    reason: /found the format NV12, expected/,
  });
  assert.throws(() => decoded({ format: 0 }), { code: 'format-unsupported' });
  assert.throws(() => decoded({ width: 0 }), { code: 'header-size-zero' });
  assert.throws(() => decoded({ height: 0 }), { code: 'header-size-zero' });
  assert.throws(() => decoded({ pitch: 31 }), { code: 'pitch-too-small', reason: /expected at least 32/ });
  assert.throws(() => decoded({ width: 2 ** 32 - 1 }), { code: 'pitch-too-small' });
});
