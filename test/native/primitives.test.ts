import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { test } from 'node:test';

import { SharedObject } from '../../engine/index';
import { struct } from '../../protocol/struct';
import { pointer, text } from '../../protocol/struct-arrays';
import { i32 } from '../../protocol/struct-numbers';
import { uniqueName } from '../support/layouts';
import { primitiveTests } from '../support/primitives';

const { ENOENT, EEXIST, EINVAL } = constants.errno;

for (const [title, check] of primitiveTests) {
  test(title, async (context) => {
    const name = uniqueName();
    context.after(() => rmSync(`/dev/shm/${name}`, { force: true }));
    await check(name, { missing: ENOENT, exists: EEXIST, empty: EINVAL });
  });
}

test('an object’s pointers are regions of their own, by name, and go with it', () => {
  const layout = struct({ id: i32, title: text(16), blob: pointer(), nothing: pointer() });
  const name = uniqueName();
  const blob = Uint8Array.from({ length: 1000 }, (_, index) => index);
  const object = SharedObject.create(name, layout, { id: 1, title: 'one', blob, nothing: null });
  const reader = SharedObject.open(name, layout);
  assert.deepEqual(reader.read(), { id: 1, title: 'one', blob, nothing: null });
  object.write({ id: 2, title: 'two', blob: blob.subarray(0, 10), nothing: blob });
  assert.deepEqual(reader.read(), { id: 2, title: 'two', blob: blob.slice(0, 10), nothing: blob });
  assert.throws(() => object.write({ id: 2 ** 31, title: '', blob: null, nothing: null }), { code: 'value-invalid' });
  object.close();
  assert.throws(() => SharedObject.open(name, layout), { code: 'mapping-missing' });
  reader.close();
});
