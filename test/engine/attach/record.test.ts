import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatRecord, parseRecord, type AttachRecord } from '../../../engine/attach/record';

const record: AttachRecord = {
  hook: { pid: 8, prefix: 'Local\\' },
  token: 'a_1',
  mapId: 3,
  before: { frameInterval: 2n ** 64n - 1n, forceShmem: 0 },
  wrote: { frameInterval: 5n, forceShmem: 1 },
};

test('a record comes back as it was written', () => {
  assert.deepEqual(parseRecord(formatRecord(record)), record);
});

test('what nobody writes is no record', () => {
  const text = formatRecord(record);
  for (const [from, to] of [
    ['"forceShmem":0', '"forceShmem":-0'],
    ['"forceShmem":0', '"forceShmem":256'],
    ['"mapId":3', '"mapId":-0'],
    ['"pid":8', '"pid":8.5'],
    ['"a_1"', '"../a"'],
  ] as const) {
    assert.throws(() => parseRecord(text.replace(from, to)), { code: 'usage' }, to);
  }
});
