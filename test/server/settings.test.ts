import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import { defaultSettings } from '../../protocol/ipc';
import { SettingsFile, settingsPath } from '../../server/settings';

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-settings-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('settings of the browser shell', () => {
  it('outlive the server', (t) => {
    const path = join(newFolder(t), 'framelatch', 'browser-settings.json');
    const warnings: string[] = [];
    const first = new SettingsFile(path, (sentence) => warnings.push(sentence));
    assert.deepEqual(first.read(), defaultSettings);
    first.write({ theme: 'light', lastSource: 'CaptureHook_HookInfo7002' });
    const second = new SettingsFile(path, (sentence) => warnings.push(sentence));
    assert.deepEqual(second.read(), { ...defaultSettings, theme: 'light', lastSource: 'CaptureHook_HookInfo7002' });
    assert.deepEqual(warnings, []);
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('take nothing that is no setting', (t) => {
    const file = new SettingsFile(join(newFolder(t), 'settings.json'), assert.fail);
    for (const change of [null, 7, 'x', { theme: 'pink', fit: 1, pixelated: 'yes', lastSource: {} }]) {
      assert.deepEqual(file.write(change), defaultSettings);
    }
  });

  it('are defaults, with a sentence, where the file is broken', (t) => {
    const path = join(newFolder(t), 'settings.json');
    writeFileSync(path, '{"theme":');
    const warnings: string[] = [];
    assert.deepEqual(new SettingsFile(path, (sentence) => warnings.push(sentence)).read(), defaultSettings);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /cannot be read/);
  });

  it('stay for the run, with one sentence, where they cannot be kept', (t) => {
    const path = join(newFolder(t), 'settings.json');
    const warnings: string[] = [];
    const file = new SettingsFile(path, (sentence) => warnings.push(sentence));
    mkdirSync(path);
    file.write({ pixelated: true });
    assert.equal(file.write({ fit: 'actual-size' }).pixelated, true);
    assert.equal(warnings.length, 1);
    assert.throws(() => readFileSync(path));
  });

  it('lie in the user’s configuration', { skip: process.platform !== 'linux' && 'of Linux' }, () => {
    assert.equal(settingsPath({ XDG_CONFIG_HOME: '/config' }), '/config/framelatch/browser-settings.json');
  });
});
