import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { SettingsFile } from '../../electron/settings';
import { defaultSettings } from '../../protocol/ipc';

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'framelatch-settings-'));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** The file and what it complained about. */
function open(path: string): { file: SettingsFile; warnings: string[] } {
  const warnings: string[] = [];
  return { file: new SettingsFile(path, (sentence) => warnings.push(sentence)), warnings };
}

test('settings and bounds outlive the app', (context) => {
  const path = folder(context);
  const { file } = open(path);
  assert.deepEqual(file.settings, defaultSettings);
  assert.equal(file.bounds, null);
  file.change({ lastSource: 'CaptureHook_HookInfo5100', theme: 'light' });
  file.keepBounds({ x: -10, y: 20, width: 1000, height: 700 });
  const { file: next, warnings } = open(path);
  assert.deepEqual(next.settings, { ...defaultSettings, lastSource: 'CaptureHook_HookInfo5100', theme: 'light' });
  assert.deepEqual(next.bounds, { x: -10, y: 20, width: 1000, height: 700 });
  assert.deepEqual(warnings, []);
  assert.deepEqual(readdirSync(path), ['settings.json']);
});

test('a change from the page keeps what it does not name, and nothing that is no setting', (context) => {
  const path = folder(context);
  const { file } = open(path);
  file.change({ pixelated: true });
  file.change({ fit: 'stretch', theme: 7, secret: 'x' });
  file.change(null);
  file.change('text');
  assert.deepEqual(file.settings, { ...defaultSettings, pixelated: true });
  assert.doesNotMatch(readFileSync(join(path, 'settings.json'), 'utf8'), /secret|stretch/);
});

for (const [what, text] of [
  ['no JSON', '{"settings":'],
  ['no object', 'null'],
] as const) {
  test(`a file that holds ${what} is kept aside, and said`, (context) => {
    const path = folder(context);
    writeFileSync(join(path, 'settings.json'), text);
    const { file, warnings } = open(path);
    assert.deepEqual(file.settings, defaultSettings);
    assert.equal(readFileSync(join(path, 'settings.json.bad'), 'utf8'), text);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /settings\.json\.bad/);
  });
}

test('bounds that are none are dropped, the settings beside them stay', (context) => {
  const path = folder(context);
  const stored = { settings: { pixelated: true }, bounds: { x: 0, y: 0, width: 1e9 + 0.5, height: 'tall' } };
  writeFileSync(join(path, 'settings.json'), JSON.stringify(stored));
  const { file } = open(path);
  assert.equal(file.settings.pixelated, true);
  assert.equal(file.bounds, null);
});

test('where nothing can be written, the settings last as long as the app, and that is said once', (context) => {
  const path = folder(context);
  writeFileSync(join(path, 'file'), '');
  const { file, warnings } = open(join(path, 'file', 'below'));
  assert.equal(file.change({ pixelated: true }).pixelated, true);
  file.keepBounds({ x: 0, y: 0, width: 800, height: 600 });
  assert.equal(file.settings.pixelated, true);
  assert.equal(warnings.filter((sentence) => /cannot be kept/.test(sentence)).length, 1);
});
