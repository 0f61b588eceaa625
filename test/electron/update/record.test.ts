import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { UpdateRecord } from '../../../electron/update/record';

function recordPath(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-update-record-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'updates.json');
}

function open(path: string): { record: UpdateRecord; said: string[] } {
  const said: string[] = [];
  return { record: new UpdateRecord(path, (sentence) => said.push(sentence)), said };
}

test('the newest version ever seen is kept, and never goes back', (context) => {
  const path = recordPath(context);
  const { record } = open(path);
  assert.equal(record.newestKnown('0.1.0'), '0.1.0');
  record.see('0.3.0');
  record.see('0.2.0');
  record.skip('0.3.0');
  record.turn(true);
  const { record: next, said } = open(path);
  assert.equal(next.newestKnown('0.1.0'), '0.3.0');
  assert.equal(next.newestKnown('0.4.0'), '0.4.0', 'the one that runs is known too');
  assert.deepEqual([next.skipped, next.isOff, said], ['0.3.0', true, []]);
});

test('what cannot be read begins empty, and is said; so is what cannot be kept', (context) => {
  const path = recordPath(context);
  writeFileSync(path, '{"newestSeen": ');
  const { record, said } = open(path);
  assert.equal(record.newestKnown('0.1.0'), '0.1.0');
  assert.match(said[0] ?? '', /updates\.json cannot be read/);
  writeFileSync(path, '{"newestSeen": "soon", "skipped": 3, "isOff": "no"}');
  const { record: odd } = open(path);
  assert.deepEqual([odd.newestKnown('0.1.0'), odd.skipped, odd.isOff], ['0.1.0', null, false]);
  rmSync(path);
  mkdirSync(path);
  const { record: unkept, said: told } = open(path);
  unkept.see('0.2.0');
  unkept.see('0.3.0');
  assert.equal(unkept.newestKnown('0.1.0'), '0.3.0');
  assert.equal(told.filter((sentence) => /cannot be kept/.test(sentence)).length, 1);
});
