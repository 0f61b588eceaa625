import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { parseConfiguration } from '../../../electron/update/configuration';
import { newKeys, publicPem } from '../../support/update-feed';

const publicKey = publicPem(newKeys());

test('without a configuration there is none; a folder is one with and without its last stroke', () => {
  assert.equal(parseConfiguration(undefined), null);
  assert.equal(parseConfiguration(null), null);
  for (const feed of ['https://example.com/a', 'https://example.com/a/']) {
    assert.equal(parseConfiguration({ feed, publicKey })?.feed.href, 'https://example.com/a/');
  }
});

test('one that makes no sense is refused, and not half used', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  const wrong = [
    {},
    { feed: 'https://example.com/' },
    { feed: 'http://example.com/', publicKey },
    { feed: 'https://example.com/', publicKey: 'no key' },
    { feed: 'https://example.com/', publicKey: rsa.toString() },
  ];
  for (const value of wrong) assert.throws(() => parseConfiguration(value), JSON.stringify(value));
});
