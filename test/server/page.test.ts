import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import { createEngine } from '../../engine/index';
import { Page } from '../../server/page';

const quiet = { send: () => {} };

describe('a page', () => {
  it('keeps its sessions over a short break and loses them after a long one', async (t) => {
    const engine = createEngine();
    t.after(() => engine.close());
    const session = await engine.openSource('CaptureHook_HookInfo7040');
    mock.timers.enable({ apis: ['setTimeout'] });
    t.after(() => mock.timers.reset());
    const onClose = t.mock.fn();
    const page = new Page(onClose);
    page.add(session);
    const leave = page.connect(quiet);
    mock.timers.tick(60_000);
    assert.equal(page.session(session.id), session);

    leave?.();
    mock.timers.tick(14_000);
    const leaveAgain = page.connect(quiet);
    mock.timers.tick(60_000);
    assert.equal(page.session(session.id), session);

    leaveAgain?.();
    mock.timers.tick(16_000);
    assert.equal(page.session(session.id), undefined);
    assert.equal(onClose.mock.callCount(), 1);
  });

  it('that never connects ends as well', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const onClose = mock.fn();
    const page = new Page(onClose);
    mock.timers.tick(16_000);
    mock.timers.reset();
    assert.equal(onClose.mock.callCount(), 1);
    page.close();
  });

  it('is told of its sessions when it comes back', async (t) => {
    const engine = createEngine();
    t.after(() => engine.close());
    const page = new Page(() => {});
    t.after(() => page.close());
    page.add(await engine.openSource('CaptureHook_HookInfo7041'));
    const heard: string[] = [];
    page.connect({ send: (channel) => heard.push(channel) });
    assert.deepEqual(heard, ['page:sessions', 'session:changed']);
  });
});
