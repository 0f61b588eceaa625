import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

import { atEnd } from './cleanup';

type Answer = Buffer | string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A publisher's server on the loopback address: what lies at each path, and what it was asked. */
export interface FeedServer {
  readonly address: string;
  readonly files: Map<string, Answer>;
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
}

export async function startFeedServer(context: TestContext): Promise<FeedServer> {
  const files = new Map<string, Answer>();
  const requests: FeedServer['requests'] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    requests.push({ url, headers: request.headers });
    const answer = files.get(url.slice(1));
    if (typeof answer === 'function') return answer(request, response);
    response.writeHead(answer === undefined ? 404 : 200);
    return response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(context, () => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, files, requests };
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function newKeys(): KeyPair {
  return generateKeyPairSync('ed25519');
}

export function publicPem({ publicKey }: KeyPair): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

export const sha512Of = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64');

export interface Release {
  readonly version: string;
  readonly file: Buffer;
  readonly name?: string;
  readonly notes?: string;
  readonly system?: string;
}

/** A release's feed, as scripts/dist/feed.mjs writes it. */
export function feedOf({ version, file, name, notes = '', system = 'linux-x64' }: Release): Record<string, unknown> {
  const url = name ?? `Framelatch-${version}-linux-x64.AppImage`;
  return {
    product: 'framelatch',
    system,
    version,
    files: [{ url, size: file.length, sha512: sha512Of(file) }],
    releaseNotes: notes,
  };
}

export function signatureOf(bytes: Buffer, { privateKey }: KeyPair): string {
  return `${sign(null, bytes, privateKey).toString('base64')}\n`;
}

/** Puts a feed, its signature and its file on the server. */
export function publish(server: FeedServer, keys: KeyPair, release: Release, feed = feedOf(release)): void {
  const bytes = Buffer.from(JSON.stringify(feed, null, 2));
  const name = feed['system'] === 'win32-x64' && release.name ? 'latest.yml' : 'latest-linux.yml';
  server.files.set(name, bytes);
  server.files.set(`${name}.sig`, signatureOf(bytes, keys));
  const [{ url }] = feed['files'] as [{ url: string }];
  server.files.set(url, release.file);
}
