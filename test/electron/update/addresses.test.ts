import assert from 'node:assert/strict';
import { test } from 'node:test';

import { allowedAddress, redirectedAddress } from '../../../electron/update/addresses';

test('updates come by TLS, or from this machine', () => {
  for (const good of ['https://example.com/a/', 'http://127.0.0.1:8080/', 'http://localhost/', 'http://[::1]:1/']) {
    assert.equal(allowedAddress(good)?.href, new URL(good).href);
  }
  const bad = [
    'http://example.com/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.2/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:word@example.com/',
    'no address',
    `https://example.com/${'a'.repeat(3000)}`,
  ];
  for (const address of bad) assert.equal(allowedAddress(address), null, address);
});

test('a redirect keeps to that, and no other machine sends us to a server of this one', () => {
  const far = new URL('https://example.com/feed/latest.yml');
  assert.equal(redirectedAddress(far, '../b.yml')?.href, 'https://example.com/b.yml');
  assert.equal(redirectedAddress(far, 'https://cdn.example/b')?.href, 'https://cdn.example/b');
  assert.equal(redirectedAddress(far, 'http://example.com/b'), null);
  assert.equal(redirectedAddress(far, 'http://127.0.0.1/b'), null);
  assert.equal(redirectedAddress(far, 'https://localhost/b'), null);
  const near = new URL('http://127.0.0.1:8080/latest.yml');
  assert.equal(redirectedAddress(near, 'http://localhost:8081/b')?.port, '8081');
  assert.equal(redirectedAddress(near, 'https://example.com/b')?.host, 'example.com');
});
