import { verify, type KeyObject } from 'node:crypto';

import { refusal } from './refusals';

const signatureBytes = 64;

/**
 * Checks a feed's signature: Ed25519 (RFC 8032) over its bytes as they came, base64 in a file of its own.
 * @param signature that file's text; null when there is none
 * @throws FramelatchError `update-unsigned`, `update-signature-invalid`
 */
export function verifyFeed(feed: Buffer, signature: string | null, publicKey: KeyObject, address: URL): void {
  if (signature === null || signature.trim() === '') {
    throw refusal('update-unsigned', 'check', address, 'found no signature beside the feed');
  }
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== signatureBytes || !verify(null, feed, publicKey, bytes)) {
    const reason = 'its signature is not one of this program’s publisher: it was signed by somebody else, or damaged';
    throw refusal('update-signature-invalid', 'check', address, reason);
  }
}
