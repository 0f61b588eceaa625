import assert from 'node:assert/strict';
import test from 'node:test';

import type { ErrorCode } from '../../protocol/errors';
import { loadNative } from '../../native/index';
import { Producer } from './producer';
import { Watcher } from './watcher';

async function failureOf(name: string): Promise<{ readonly code: ErrorCode; readonly systemCode?: number }> {
  const watcher = new Watcher(name);
  try {
    await watcher.untilPhase('failed');
    const { error } = watcher.status();
    assert.ok(error);
    assert.ok(error.reason.length > 0 && error.next.length > 0);
    return error;
  } finally {
    watcher.close();
  }
}

test('a missing name is searched for, and inspect says that it is missing', async () => {
  await assert.rejects(loadNative().inspect({ name: 'CaptureHook_HookInfo3099' }), {
    code: 'mapping-missing',
    systemCode: 2,
  });
  const watcher = new Watcher('CaptureHook_HookInfo3099');
  await watcher.untilPhase('searching');
  watcher.close();
});

test('a denied mapping says so, with the system code, and is listed without its header', async () => {
  const name = 'CaptureHook_HookInfo3030';
  const producer = await Producer.start('denied', name);
  try {
    const error = await failureOf(name);
    assert.deepEqual([error.code, error.systemCode], ['mapping-denied', 5]);
    await assert.rejects(loadNative().inspect({ name }), { code: 'mapping-denied' });
    const row = (await loadNative().listSources()).find((source) => source.name === name);
    assert.deepEqual([row?.width, row?.height, row?.format], [0, 0, 'unknown']);
  } finally {
    await producer.kill();
  }
});

test('a mutex where a mapping is expected, and a mapping where a mutex is', async () => {
  const mutex = await Producer.start('mutex', 'CaptureHook_HookInfo3031');
  assert.equal((await failureOf('CaptureHook_HookInfo3031')).code, 'mapping-not-shared-memory');
  await mutex.kill();

  const section = await Producer.start('section', 'CaptureHook_TextureMutex13032', '16');
  await assert.rejects(
    async () => loadNative().openWriter({ id: 3032, width: 8, height: 8 }),
    { code: 'mapping-exists' },
    'names of all kinds share one space',
  );
  await section.kill();
});

test('a denied mutex of an otherwise sound capture', async () => {
  const denied = await Producer.start('denied-mutex', 'CaptureHook_TextureMutex13033');
  assert.throws(() => loadNative().openWriter({ id: 3033, width: 8, height: 8 }), { code: 'mutex-denied' });
  await denied.kill();
});

test('a mapping whose memory was never committed is refused untouched', async () => {
  const producer = await Producer.start('reserved', 'CaptureHook_HookInfo3034');
  assert.equal((await failureOf('CaptureHook_HookInfo3034')).code, 'mapping-too-small');
  await producer.kill();
});

test('a mapping of zeros is no capture', async () => {
  const producer = await Producer.start('section', 'CaptureHook_HookInfo3035', '648');
  assert.match((await failureOf('CaptureHook_HookInfo3035')).code, /^(header|format|pitch)-/);
  await producer.kill();
});

test('a name that exists is not taken twice', async () => {
  const producer = await Producer.start('capture', 'CaptureHook', '3036');
  assert.throws(() => loadNative().openWriter({ id: 3036, width: 8, height: 8 }), { code: 'mapping-exists' });
  await producer.kill();
});

for (const name of [
  'Global\\x\\y',
  'a\\b',
  'global\\CaptureHook_HookInfo1',
  '..',
  '',
  'a/b',
  'a\0b',
  'x'.repeat(300),
]) {
  test(`the name ${JSON.stringify(name.slice(0, 40))} is refused`, async () => {
    await assert.rejects(loadNative().inspect({ name }), { code: 'name-invalid' });
  });
}

test('a bare name and Local\\ are one; Global\\ is apart', async () => {
  const producer = await Producer.start('capture', 'CaptureHook', '3037');
  const { fields } = await loadNative().inspect({ name: 'Local\\CaptureHook_HookInfo3037' });
  assert.equal(fields['cx'], 64);
  await assert.rejects(loadNative().inspect({ name: 'Global\\CaptureHook_HookInfo3037' }), { code: 'mapping-missing' });
  await producer.kill();
});
