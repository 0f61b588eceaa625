import assert from 'node:assert/strict';
import { test } from 'node:test';

import { surviveFailures } from '../../server/failures';

test('ten failures within a minute are said, and the eleventh ends the server', (context) => {
  const before = {
    exception: process.listeners('uncaughtException'),
    rejection: process.listeners('unhandledRejection'),
  };
  const said: string[] = [];
  let ends = 0;
  const stop = surviveFailures(
    (sentence) => said.push(sentence),
    () => (ends += 1),
  );
  context.after(stop);
  const added = process.listeners('uncaughtException').filter((listener) => !before.exception.includes(listener));
  assert.equal(added.length, 1);
  for (let count = 0; count < 10; count++) added[0]?.(new Error(`failure ${count}`), 'uncaughtException');
  assert.equal(said.length, 10);
  assert.match(said[9] ?? '', /failure 9/);
  assert.equal(ends, 0);
  added[0]?.(new Error('one too many'), 'uncaughtException');
  assert.equal(ends, 1);
  stop();
  assert.deepEqual(process.listeners('uncaughtException'), before.exception);
  assert.deepEqual(process.listeners('unhandledRejection'), before.rejection);
});
