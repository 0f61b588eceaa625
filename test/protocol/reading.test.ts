import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatReading, formatSourceText, parseReading, parseSourceText } from '../../protocol/reading';

test('a count of buffers that its mutexes do not say is written, so that it is read again as it was', () => {
  for (const text of [
    'raw 64x48 NV12 buffers=0',
    'raw 64x48 NV12 buffers=0 mutex=A mutex=B',
    'raw 64x48 NV12 buffers=1 mutex=A mutex=B',
    'raw 64x48 NV12 buffers=3 mutex=A',
  ]) {
    assert.equal(formatReading(parseReading(text)), text);
    const source = parseSourceText(`Frames as ${text}`);
    assert.deepEqual(parseSourceText(formatSourceText(source.name, source.reading)), source);
  }
});

test('a count that nobody said is one for each mutex', () => {
  const buffersOf = (text: string) => parseReading(text).raw?.buffers;
  assert.equal(buffersOf('raw 64x48 NV12'), 1);
  assert.equal(buffersOf('raw 64x48 NV12 mutex=A mutex=B'), 2);
  assert.equal(
    formatReading(parseReading('raw 64x48 NV12 mutex=A mutex=B')),
    'raw 64x48 NV12 buffers=2 mutex=A mutex=B',
  );
});
