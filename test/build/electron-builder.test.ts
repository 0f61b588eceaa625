import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { configuration } from '../../build/electron-builder';
import { root } from '../support/paths';

const release = configuration({
  electronVersion: '45.4.1',
  electronFolder: 'electron',
  output: 'dist',
  isTestBuild: false,
  version: null,
  update: null,
});

test('every file that a package takes from build/ is there', () => {
  const linux = release.linux?.extraFiles as readonly { readonly from: string }[];
  const windows = release.win?.extraFiles as readonly { readonly from: string }[];
  const paths = [release.win?.icon];
  for (const path of [
    ...paths,
    'build/icons/256x256.png',
    ...linux.map((f) => f.from),
    ...windows.map((f) => f.from),
  ].filter((from) => String(from).startsWith('build/'))) {
    assert.equal(existsSync(join(root, String(path))), true, String(path));
  }
  assert.ok(statSync(join(root, 'build', 'linux', 'framelatch')).mode & 0o111, 'the launcher is executable');
});

test('icons have the sizes that they say', () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    const png = readFileSync(join(root, 'build', 'icons', `${size}x${size}.png`));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
  }
  assert.equal(readFileSync(join(root, 'build', 'icon.png')).readUInt32BE(16), 1024);
  // ICONDIR: reserved 0, type 1 (icon), count.
  const ico = readFileSync(join(root, 'build', 'icon.ico'));
  assert.deepEqual([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)], [0, 1, 7]);
});

test('the addon and its helpers are unpacked, and no source, test or map goes in', () => {
  assert.deepEqual(release.asarUnpack, ['**/*.node', '**/*.exe']);
  const ofWindows = (release.win?.files ?? []) as readonly string[];
  assert.ok(ofWindows.includes('out/native/win32-${arch}/framelatch-offsets*.exe'));
  const files = release.files as readonly string[];
  assert.ok(files.includes('!**/*.map'));
  for (const file of files.filter((path) => !path.startsWith('!'))) {
    assert.match(file, /^(out\/|package\.json$|build\/icons\/)/);
  }
});
