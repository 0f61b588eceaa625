import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import { findBrowser, findOpener } from '../../server/find-browser';

function program(t: TestContext, name: string, text = '#!/bin/sh\n', mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-find-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text, { mode });
  return folder;
}

describe('find a browser', { skip: process.platform !== 'linux' && 'on the PATH, as on Linux' }, () => {
  it('takes what is on the PATH, in an order of its own', (t) => {
    const [edge, chromium] = [program(t, 'microsoft-edge'), program(t, 'chromium')];
    assert.equal(findBrowser({ PATH: edge }), join(edge, 'microsoft-edge'));
    assert.equal(findBrowser({ PATH: [edge, chromium].join(delimiter) }), join(chromium, 'chromium'));
  });

  it('takes nothing that cannot be run', (t) => {
    const folder = program(t, 'chromium', '', 0o644);
    mkdirSync(join(folder, 'google-chrome'));
    symlinkSync('/absent', join(folder, 'brave-browser'));
    assert.equal(findBrowser({ PATH: folder }), null);
    assert.equal(findBrowser({}), null);
  });

  it('passes over a snap, which could not use our profile', (t) => {
    const folder = program(t, 'chromium-browser', '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
    assert.equal(findBrowser({ PATH: folder }), null);
  });

  it('finds what opens addresses in the user’s browser', (t) => {
    const folder = program(t, 'xdg-open');
    assert.deepEqual(findOpener({ PATH: folder }), { command: join(folder, 'xdg-open'), args: [] });
    assert.equal(findOpener({ PATH: '/absent' }), null);
  });
});
