import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { test } from 'node:test';

import { verifyFeed } from '../../../electron/update/signature';
import { newKeys, signatureOf } from '../../support/update-feed';

const address = new URL('https://example.com/latest-linux.yml');
const feed = Buffer.from('{"version":"0.2.0"}');
const keys = newKeys();
const check = (bytes: Buffer, signature: string | null) => () => verifyFeed(bytes, signature, keys.publicKey, address);

test('a feed with its publisher’s signature is good', () => {
  check(feed, signatureOf(feed, keys))();
});

test('the signature is plain Ed25519: RFC 8032, test 2', () => {
  const der = `302a300506032b6570032100${'3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'}`;
  const publicKey = createPublicKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'spki' });
  const signature = Buffer.from(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    'hex',
  );
  verifyFeed(Buffer.from('72', 'hex'), signature.toString('base64'), publicKey, address);
});

test('without a signature it is refused', () => {
  for (const nothing of [null, '', ' \n']) assert.throws(check(feed, nothing), { code: 'update-unsigned' });
});

test('a wrong key, a changed byte and a damaged signature are refused', () => {
  const code = 'update-signature-invalid';
  assert.throws(check(feed, signatureOf(feed, newKeys())), { code });
  const signature = signatureOf(feed, keys);
  for (let index = 0; index < feed.length; index += 1) {
    const changed = Buffer.from(feed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(check(changed, signature), { code }, `byte ${index}`);
  }
  assert.throws(check(Buffer.concat([feed, Buffer.from('\n')]), signature), { code });
  assert.throws(check(feed, signature.slice(0, -4)), { code });
  assert.throws(check(feed, 'no base64 at all'), { code });
  assert.throws(check(feed, Buffer.alloc(64).toString('base64')), { code });
});
