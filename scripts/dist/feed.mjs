import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { importTypeScript } from '../lib/import-typescript.mjs';
import { Refusal } from '../lib/run.mjs';

/*
 * Updates, from the publisher's side. A package is made with a feed's address and a public key, both or neither; the feed of a
 * version, and its signature, are written beside its packages when there is a private key.
 */

export const updateHelp = `FRAMELATCH_UPDATE_FEED        address of the folder that packages look for newer versions in (https:); none without it
FRAMELATCH_UPDATE_PUBLIC_KEY  file with the key that newer versions are signed by (scripts/update-key.mjs makes a pair)
FRAMELATCH_UPDATE_KEY         file with the private key: the feed is written and signed (latest*.yml, latest*.yml.sig)
FRAMELATCH_UPDATE_NOTES       text file with what is new, for the feed`;

function readNamed(env, variable) {
  try {
    return readFileSync(env[variable], 'utf8');
  } catch (thrown) {
    throw new Refusal(`${variable}: ${thrown.message}`);
  }
}

/**
 * What goes into a package, checked as the app will check it.
 * @returns {Promise<{ feed: string, publicKey: string } | null>}
 */
export async function updateConfiguration(env = process.env) {
  const { FRAMELATCH_UPDATE_FEED: feed, FRAMELATCH_UPDATE_PUBLIC_KEY: keyFile } = env;
  if (!feed && !keyFile) return null;
  if (!feed || !keyFile) {
    throw new Refusal(
      'FRAMELATCH_UPDATE_FEED and FRAMELATCH_UPDATE_PUBLIC_KEY belong together: one of them is not set.',
    );
  }
  const configuration = { feed, publicKey: readNamed(env, 'FRAMELATCH_UPDATE_PUBLIC_KEY') };
  const { parseConfiguration } = await importTypeScript('electron/update/configuration.ts');
  try {
    parseConfiguration(configuration);
  } catch (thrown) {
    throw new Refusal(`No package can be made with that feed and key: ${thrown.message}.`);
  }
  return configuration;
}

async function sha512Of(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64');
}

/** The one package of a version with that ending; null without any. */
function packageWith(folder, version, ending) {
  const found = readdirSync(folder).filter(
    (name) => name.startsWith(`Framelatch-${version}-`) && name.endsWith(ending),
  );
  if (found.length > 1) throw new Refusal(`Found ${found.join(' and ')}: an update is one file.`);
  return found[0] ?? null;
}

/** In electron-builder's form, as JSON, which is YAML too; `product` and `system` are ours (electron/update/feed.ts). */
async function feedText(folder, name, { product, system, version, notes }) {
  const file = { url: name, sha512: await sha512Of(join(folder, name)), size: statSync(join(folder, name)).size };
  const feed = {
    product,
    system,
    version,
    files: [file],
    path: file.url,
    sha512: file.sha512,
    releaseDate: new Date().toISOString(),
    releaseNotes: notes,
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

function readKeys(env) {
  try {
    const privateKey = createPrivateKey(readNamed(env, 'FRAMELATCH_UPDATE_KEY'));
    const publicKey = createPublicKey(privateKey);
    if (publicKey.asymmetricKeyType !== 'ed25519') throw new Refusal('FRAMELATCH_UPDATE_KEY: it is no Ed25519 key.');
    return { privateKey, publicKey };
  } catch (thrown) {
    throw thrown instanceof Refusal ? thrown : new Refusal(`FRAMELATCH_UPDATE_KEY: ${thrown.message}`);
  }
}

/** Packages that were made with another key would refuse what this one signs. */
async function checkSameKey(publicKey, env) {
  const configuration = await updateConfiguration(env);
  if (!configuration) return;
  const inPackages = createPublicKey(configuration.publicKey);
  const der = (key) => key.export({ type: 'spki', format: 'der' });
  if (der(inPackages).equals(der(publicKey))) return;
  throw new Refusal('FRAMELATCH_UPDATE_KEY does not belong to FRAMELATCH_UPDATE_PUBLIC_KEY.');
}

/**
 * Writes the feed of each system whose package lies in the folder, and its signature, when there is a key to sign with; each is
 * read back as the app reads it.
 * @returns {Promise<string[]>} the names of the files written
 */
export async function writeFeeds(folder, version, env = process.env) {
  if (!env.FRAMELATCH_UPDATE_KEY) return [];
  const { privateKey, publicKey } = readKeys(env);
  await checkSameKey(publicKey, env);
  const notes = env.FRAMELATCH_UPDATE_NOTES ? readNamed(env, 'FRAMELATCH_UPDATE_NOTES') : '';
  const { parseFeed, product, systemFeeds } = await importTypeScript('electron/update/feed.ts');
  const written = [];
  for (const [system, { feed, ending }] of Object.entries(systemFeeds)) {
    const name = packageWith(folder, version, ending);
    if (!name) continue;
    const bytes = Buffer.from(await feedText(folder, name, { product, system, version, notes }));
    try {
      parseFeed(bytes, system, feed);
    } catch (thrown) {
      throw new Refusal(`${feed}: no app would accept it: ${thrown.reason ?? thrown.message}.`);
    }
    writeFileSync(join(folder, feed), bytes);
    writeFileSync(join(folder, `${feed}.sig`), `${sign(null, bytes, privateKey).toString('base64')}\n`);
    written.push(feed, `${feed}.sig`);
  }
  return written;
}
