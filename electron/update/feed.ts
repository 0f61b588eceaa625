import { isVersion } from './version';
import { refusal } from './refusals';

/*
 * A feed says which version is the newest and what its file is. It has the fields of electron-builder's `generic` provider,
 * written as JSON, which is YAML as well, so that its bytes are what is signed and nothing but `JSON.parse` reads them; and
 * two fields of our own, so that a feed of another program or system that the same key signed is not taken for this one.
 */

export const product = 'framelatch';
export type UpdateSystem = 'linux-x64' | 'win32-x64';

interface SystemFeed {
  readonly feed: string;
  /** How the name of the file ends that this system installs. */
  readonly ending: string;
}

export const systemFeeds: Readonly<Record<UpdateSystem, SystemFeed>> = {
  'linux-x64': { feed: 'latest-linux.yml', ending: '.AppImage' },
  'win32-x64': { feed: 'latest.yml', ending: '.exe' },
};

export const mostFeedBytes = 64 * 1024;
/** Base64 of 64 bytes, and a line's end. */
export const mostSignatureBytes = 256;
const mostFileBytes = 1024 ** 3;
const longestNotes = 16_000;
const longestName = 200;

export interface UpdateFile {
  /** A file's name beside the feed. */
  readonly name: string;
  readonly bytes: number;
  readonly sha512: Buffer;
}

export interface Feed {
  readonly version: string;
  readonly notes: string;
  readonly file: UpdateFile;
}

/**
 * Reads a feed whose signature was found good: what is signed may still be a mistake.
 * @throws FramelatchError `update-feed-invalid`
 */
export function parseFeed(bytes: Buffer, system: UpdateSystem, address: URL): Feed {
  try {
    const feed = asObject(JSON.parse(bytes.toString('utf8')), 'the feed');
    expectWord(feed, 'product', product);
    expectWord(feed, 'system', system);
    const version = asText(feed['version'], 'the version', 64);
    if (!isVersion(version)) throw new TypeError(`the version '${version}' is none`);
    const notes = asText(feed['releaseNotes'] ?? '', 'the notes', longestNotes);
    return { version, notes, file: fileOf(feed['files'], systemFeeds[system].ending) };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw refusal('update-feed-invalid', 'read', address, reason);
  }
}

function fileOf(files: unknown, ending: string): UpdateFile {
  if (!Array.isArray(files)) throw new TypeError('it names no files');
  const entries = files.map((entry) => asObject(entry, 'a file'));
  const fitting = entries.filter(({ url }) => typeof url === 'string' && url.endsWith(ending));
  const [entry] = fitting;
  if (!entry || fitting.length !== 1) throw new TypeError(`found ${fitting.length} files *${ending}, expected 1`);
  const name = asText(entry['url'], 'the file’s name', longestName);
  // A name and no address: what belongs to a feed lies beside it.
  if (!/^[0-9A-Za-z][\w.+-]*$/.test(name)) throw new TypeError(`'${name}' is no file’s name`);
  const { size } = entry;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1 || size > mostFileBytes) {
    throw new TypeError(`found a size of ${String(size)}, expected 1 to ${mostFileBytes} bytes`);
  }
  const sha512 = Buffer.from(asText(entry['sha512'], 'the SHA-512', 128), 'base64');
  if (sha512.length !== 64) throw new TypeError(`found a SHA-512 of ${sha512.length} bytes, expected 64`);
  return { name, bytes: size, sha512 };
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError(`${what} is no object`);
}

function asText(value: unknown, what: string, longest: number): string {
  if (typeof value !== 'string') throw new TypeError(`${what} is missing`);
  if (value.length > longest)
    throw new TypeError(`${what} has ${value.length} characters, at most ${longest} are allowed`);
  return value;
}

function expectWord(feed: Record<string, unknown>, field: string, wanted: string): void {
  const found = feed[field];
  if (found !== wanted) throw new TypeError(`${field}: found '${String(found)}', expected '${wanted}'`);
}
