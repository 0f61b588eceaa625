import { createPublicKey, type KeyObject } from 'node:crypto';

import { allowedAddress } from './addresses';

/** Where newer versions are announced, and whose signature they carry. Both are put into the package when it is made. */
export interface UpdateConfiguration {
  /** The folder of the feed; its address ends with '/'. */
  readonly feed: URL;
  /** Ed25519 */
  readonly publicKey: KeyObject;
}

/**
 * The configuration that scripts/dist/feed.mjs put into the app's package.json.
 * @param value of its field `update`
 * @returns null without one: then nothing is ever asked
 * @throws TypeError when there is one that makes no sense
 */
export function parseConfiguration(value: unknown): UpdateConfiguration | null {
  if (value === undefined || value === null) return null;
  const { feed, publicKey } = value as Record<string, unknown>;
  if (typeof feed !== 'string' || typeof publicKey !== 'string') throw new TypeError('it names no feed, or no key');
  const address = allowedAddress(feed.endsWith('/') ? feed : `${feed}/`);
  if (!address) throw new TypeError(`the feed '${feed}' is neither https: nor on this machine`);
  return { feed: address, publicKey: ed25519Key(publicKey) };
}

function ed25519Key(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`found a key of ${key.asymmetricKeyType}, expected ed25519`);
  return key;
}
