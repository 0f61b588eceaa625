import type { UpdateConfiguration } from './configuration';
import { mostFeedBytes, mostSignatureBytes, parseFeed, systemFeeds, type Feed, type UpdateSystem } from './feed';
import type { UpdateRecord } from './record';
import { refusal } from './refusals';
import { readSmall, unreachable } from './request';
import { verifyFeed } from './signature';
import { compareVersions } from './version';

const withinMs = 60_000;

/**
 * Asks the feed for a newer version. Nothing in it is looked at before its signature was found good.
 * @param running this program's version
 * @returns what the feed says; null when this is the newest
 * @throws FramelatchError `update-unreachable`, `update-unsigned`, `update-signature-invalid`, `update-feed-invalid`,
 * `update-older`
 */
export async function checkFeed(
  { feed, publicKey }: UpdateConfiguration,
  system: UpdateSystem,
  running: string,
  record: UpdateRecord,
): Promise<Feed | null> {
  const address = new URL(systemFeeds[system].feed, feed);
  const bytes = await readSmall(address, mostFeedBytes, withinMs);
  if (!bytes) throw unreachable(address, 'found no feed there');
  const signature = await readSmall(new URL(`${address.href}.sig`), mostSignatureBytes, withinMs);
  verifyFeed(bytes, signature?.toString('latin1') ?? null, publicKey, address);
  const found = parseFeed(bytes, system, address);
  refuseOlder(found.version, record.newestKnown(running), address);
  record.see(found.version);
  return compareVersions(found.version, running) > 0 ? found : null;
}

/** A good signature says who published a version, not when: an old feed with its signature can be shown again. */
function refuseOlder(version: string, newest: string, address: URL): void {
  if (compareVersions(version, newest) >= 0) return;
  const reason = `found version ${version}, expected ${newest} or a newer one, which is known to be published`;
  throw refusal('update-older', 'accept', address, reason);
}
