import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { SettingsFile } from '../../../engine/page/settings-file';
import { defaultSettings } from '../../../protocol/ipc';

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'framelatch-settings-'));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** The file and what it complained about. */
function open(path: string): { file: SettingsFile; warnings: string[] } {
  const warnings: string[] = [];
  return { file: new SettingsFile(join(path, 'settings.json'), (sentence) => warnings.push(sentence)), warnings };
}

test('settings and bounds outlive the app', (context) => {
  const path = folder(context);
  const { file } = open(path);
  assert.deepEqual(file.settings, defaultSettings);
  assert.equal(file.bounds, null);
  file.change({ theme: 'light' });
  file.beginOpening('CaptureHook_HookInfo5100')();
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

test('where nothing can be written, the settings last as long as the app, and that is said once', (context) => {
  const path = folder(context);
  writeFileSync(join(path, 'file'), '');
  const { file, warnings } = open(join(path, 'file', 'below'));
  assert.equal(file.change({ pixelated: true }).pixelated, true);
  file.keepBounds({ x: 0, y: 0, width: 800, height: 600 });
  assert.equal(file.settings.pixelated, true);
  assert.equal(warnings.filter((sentence) => /cannot be kept/.test(sentence)).length, 1);
});

test('a change that cannot be kept for want of a file’s place is said once, too', (context) => {
  const path = folder(context);
  const { file, warnings } = open(path);
  mkdirSync(join(path, 'settings.json'));
  file.change({ pixelated: true });
  assert.equal(file.change({ fit: 'actual-size' }).pixelated, true);
  assert.equal(warnings.length, 1);
});

test('the file is this user’s alone', { skip: process.platform === 'win32' && 'of POSIX' }, (context) => {
  const path = folder(context);
  open(path).file.change({ pixelated: true });
  assert.equal(statSync(join(path, 'settings.json')).mode & 0o777, 0o600);
});

test('a source is the last one from when it is opened, and the page can only give it up', (context) => {
  const path = folder(context);
  const { file } = open(path);
  file.change({ lastSource: '/etc/shadow' });
  assert.equal(file.settings.lastSource, null);
  file.beginOpening('CaptureHook_HookInfo5101');
  file.change({ lastSource: '/etc/shadow' });
  assert.equal(file.settings.lastSource, 'CaptureHook_HookInfo5101');
  file.change({ lastSource: null });
  assert.equal(open(path).file.settings.lastSource, null);
});

test('a start that did not survive its source is known to the next one, once', (context) => {
  const path = folder(context);
  open(path).file.beginOpening('CaptureHook_HookInfo5102');
  // Killed here.
  const { file } = open(path);
  assert.equal(file.unsurvived, 'CaptureHook_HookInfo5102');
  assert.equal(open(path).file.unsurvived, null);
  const unmark = file.beginOpening('CaptureHook_HookInfo5102');
  assert.equal(file.unsurvived, null);
  unmark();
  assert.equal(open(path).file.unsurvived, null);
});

test('a page that crashed by what it showed does not show it again by itself', (context) => {
  const { file } = open(folder(context));
  file.beginOpening('CaptureHook_HookInfo5103')();
  assert.equal(file.unsurvived, null);
  file.doubtLastSource();
  assert.equal(file.unsurvived, 'CaptureHook_HookInfo5103');
});

for (const stored of [{ settings: 7, opening: 'x' }, { opening: [1, null, {}] }, []]) {
  test(`a file that holds ${JSON.stringify(stored)} gives defaults`, (context) => {
    const path = folder(context);
    writeFileSync(join(path, 'settings.json'), JSON.stringify(stored));
    const { file } = open(path);
    assert.deepEqual(file.settings, defaultSettings);
    assert.equal(file.unsurvived, null);
  });
}

test('settings that stand bare in their file are read', (context) => {
  const path = folder(context);
  writeFileSync(join(path, 'settings.json'), '{"theme":"light","lastSource":"CaptureHook_HookInfo5104"}');
  const { settings } = open(path).file;
  assert.deepEqual([settings.theme, settings.lastSource], ['light', 'CaptureHook_HookInfo5104']);
});
