import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FramelatchError } from '../../../protocol/errors';
import { checkedArguments, isRequestChannel, requestChannels } from '../../../protocol/request-arguments';
import { PageAnswers, type PageServices } from '../../../engine/page/requests';

const hostile: readonly unknown[] = [
  undefined,
  null,
  -1.5,
  Number.NaN,
  'x'.repeat(1025),
  {},
  [],
  { length: 3 },
  new Uint8Array(8),
  () => {},
  Symbol('x'),
  10n,
];

test('no argument of another kind reaches a handler', () => {
  for (const channel of requestChannels) {
    for (const first of hostile) {
      for (const second of hostile) {
        try {
          const args: readonly unknown[] = checkedArguments(channel, [first, second]);
          // Objects are for those that check each field.
          assert.match(channel, /^session:configure$/, `${channel} took ${String(first)}, ${String(second)}`);
          assert.equal(typeof args[0], 'number');
        } catch (thrown) {
          assert.ok(thrown instanceof FramelatchError, String(thrown));
          assert.equal(thrown.code, 'usage');
        }
      }
    }
  }
});

test('words that every object knows are no channels', () => {
  for (const word of ['constructor', '__proto__', 'toString', '', 'session'])
    assert.equal(isRequestChannel(word), false);
});

test('a page that asks without waiting is refused the rest, and answered again afterwards', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const page = { listSources: () => held.then(() => []) } as unknown as PageServices;
  const answers = new PageAnswers();
  const all = Array.from({ length: 1000 }, () => answers.answer(page, 'sources:list', []));
  release();
  const replies = await Promise.all(all);
  assert.equal(replies.filter((reply) => reply.ok).length, 64);
  assert.ok(replies.every((reply) => reply.ok || reply.error.code === 'limit-reached'));
  assert.equal((await answers.answer(page, 'sources:list', [])).ok, true);
});
