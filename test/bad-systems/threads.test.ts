import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';

import { createEngine } from '../../engine/index';
import type { ErrorInfo } from '../../protocol/errors';
import { plain, writer } from '../native/support';
import { atEnd } from '../support/cleanup';
import { Conversation, uniqueId } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';
import { until } from '../engine/support';

/* The process of this file becomes another user’s, as no limit of threads holds for root: nothing else may stand in it. */

const user = 65_531;
// Of the same user, whose processes it may limit; its own limit stays.
const limiter = 'while read limit; do prlimit --pid "$0" --nproc="$limit":; echo "$limit $?"; done';

async function becomeLimited(context: TestContext): Promise<(threads: string) => Promise<void>> {
  const identity = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  const helper = new Conversation('setpriv', [...identity, 'sh', '-c', limiter, String(process.pid)]);
  atEnd(context, () => helper.child.stdin?.end());
  // Node's own pool comes with its first task, all of it at once.
  await Promise.all(Array.from({ length: 8 }, () => readFile('/proc/self/status')));
  process.setgroups?.([]);
  process.setgid?.(user);
  process.setuid?.(user);
  return async (threads) => assert.equal(await helper.ask(threads), `${threads} 0`);
}

test('no threads: what is opened then ends with an error of its own, and once there are some it opens', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can become another user')) return;
  if (!requireProgram(context, 'prlimit', 'util-linux')) return;
  const limit = await becomeLimited(context);
  const source = writer(context, uniqueId());
  source.publish(plain(7));
  const engine = createEngine();
  atEnd(context, () => engine.close());
  const before = await engine.openSource(source.hookInfoName);
  await until(() => before.update().state.kind === 'live' || before.update().state.kind === 'stalled');

  await limit('1');
  await assert.rejects(engine.openSource(source.hookInfoName), (thrown: ErrorInfo) => {
    assert.match(`${thrown.code} ${thrown.reason} ${thrown.next}`, /thread/);
    return true;
  });
  const told: string[] = [];
  const stop = engine.watchSources({
    onList: (rows) => told.push(rows.some(({ name }) => name === source.hookInfoName) ? 'listed' : 'a list without it'),
    onUnlisted: ({ reason }) => told.push(reason),
  });
  await until(() => told.length > 0);
  assert.match(told[0] ?? '', /no thread could be had/);
  source.publish(plain(8));
  const { pixels } = await before.capture('stored');
  assert.ok(
    pixels.every((byte) => byte === 8),
    'the session that was there goes on',
  );

  await limit('500');
  const after = await engine.openSource(source.hookInfoName);
  await until(() => after.update().state.kind === 'live' || after.update().state.kind === 'stalled');
  await until(() => told.includes('listed'));
  stop();
});
