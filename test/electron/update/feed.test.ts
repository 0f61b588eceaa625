import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseFeed, type UpdateSystem } from '../../../electron/update/feed';
import { feedOf, sha512Of } from '../../support/update-feed';

const address = new URL('https://example.com/latest-linux.yml');
const file = Buffer.from('a package');
const good = feedOf({ version: '0.2.0', file, notes: 'What is new.' });

function parse(value: unknown, system: UpdateSystem = 'linux-x64') {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return parseFeed(Buffer.from(text), system, address);
}

test('a feed says which version is the newest, what is new in it, and what its file is', () => {
  const { version, notes, file: found } = parse(good);
  assert.deepEqual([version, notes, found.name], ['0.2.0', 'What is new.', 'Framelatch-0.2.0-linux-x64.AppImage']);
  assert.deepEqual([found.bytes, found.sha512.toString('base64')], [file.length, sha512Of(file)]);
});

test('a signed feed that makes no sense is refused with what was expected', () => {
  const [entry] = good['files'] as [object];
  const files = (change: object) => ({ ...good, files: [{ ...entry, ...change }] });
  const cases: readonly [value: unknown, reason: RegExp][] = [
    ['version: 0.2.0\n', /JSON/],
    ['[]', /the feed is no object/],
    [{ ...good, product: 'another' }, /product: found 'another', expected 'framelatch'/],
    [{ ...good, system: 'win32-x64' }, /system: found 'win32-x64', expected 'linux-x64'/],
    [{ ...good, version: 'new' }, /'new' is none/],
    [{ ...good, version: 2 }, /version is missing/],
    [{ ...good, releaseNotes: 'a'.repeat(20_000) }, /20000 characters/],
    [{ ...good, files: [] }, /found 0 files \*\.AppImage, expected 1/],
    [{ ...good, files: [entry, entry] }, /found 2 files/],
    [files({ url: '../Framelatch.AppImage' }), /no file’s name/],
    [files({ url: 'https://other.example/x.AppImage' }), /no file’s name/],
    [files({ url: '.AppImage' }), /no file’s name/],
    [files({ size: 0 }), /size of 0/],
    [files({ size: 2 ** 40 }), /size of 1099511627776/],
    [files({ size: '9' }), /size of 9/],
    [files({ sha512: 'AAAA' }), /SHA-512 of 3 bytes, expected 64/],
  ];
  for (const [value, reason] of cases) {
    assert.throws(() => parse(value), { code: 'update-feed-invalid', target: address.href, reason }, String(reason));
  }
});
