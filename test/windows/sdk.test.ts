import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import { loadNative } from '../../native/index';
import { root } from '../support/paths';
import { Conversation } from '../support/processes';
import { Watcher } from './watcher';

test('the producer in C, compiled for Windows, is shown; killed and started again, it comes back', async () => {
  const program = join(root, 'out', 'native', 'win32-x64', 'sdk_producer.exe');
  const name = 'CaptureHook_HookInfo3050';
  const first = new Conversation(program, ['3050']);
  assert.equal((await first.next()).trim(), name);
  const watcher = new Watcher(name);
  const check = async () => {
    for (const { header, pixel } of await watcher.untilFrames(5)) {
      assert.deepEqual([header.width, header.height, header.format], [640, 360, 87]);
      const [frame = -1] = pixel;
      assert.deepEqual(pixel, [frame, (2 * frame) & 255, frame, 255]);
    }
  };
  try {
    await check();
    first.child.kill('SIGKILL');
    await first.ended();
    // The reader holds no name: the next producer gets it.
    await assert.rejects(loadNative().inspect({ name }), { code: 'mapping-missing' });
    const second = new Conversation(program, ['3050']);
    await second.next();
    await check();
    second.child.kill('SIGKILL');
    await second.ended();
  } finally {
    watcher.close();
  }
});
