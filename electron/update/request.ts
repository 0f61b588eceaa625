import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';

import { redirectedAddress } from './addresses';
import { reasonOf, refusal } from './refusals';

const mostRedirects = 5;
/** Nobody waits longer for a byte. */
const idleMs = 30_000;
// No cookies, no version, nothing that tells one user from another. An encoding would make sizes unknown.
const headers = { 'user-agent': 'Framelatch', 'accept-encoding': 'identity', accept: '*/*' };

const isRedirect = (status: number) => status >= 300 && status < 400;

/**
 * Asks for an address; redirects lead only where {@link redirectedAddress} allows. By Node's own client: Chromium's would add
 * cookies, caches and lookups of its own.
 * @returns the response, still unread; null when there is nothing at that address
 * @throws FramelatchError `update-unreachable`
 */
export async function request(address: URL, signal: AbortSignal): Promise<IncomingMessage | null> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await ask(url, signal).catch((thrown: unknown) => {
      throw unreachable(url, reasonOf(thrown));
    });
    const { statusCode = 0 } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (statusCode === 404 || statusCode === 410) return null;
    if (!isRedirect(statusCode)) throw unreachable(url, `found status ${statusCode}, expected 200`);
    url = follow(url, response.headers.location);
  }
  throw unreachable(address, `it leads on more than ${mostRedirects} times`);
}

function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Whatever the environment says of certificates.
    const options = { headers, agent: false as const, timeout: idleMs, rejectUnauthorized: true };
    const asked = (url.protocol === 'https:' ? getSecure : getPlain)(url, options, resolve);
    // Also while the answer comes.
    asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${idleMs / 1000} s`)));
    asked.on('error', reject);
    // Node 16 would heed a signal among the options only until the answer begins.
    const stop = () => asked.destroy(new Error('it was stopped, or took too long'));
    signal.addEventListener('abort', stop, { once: true });
    asked.on('close', () => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
  });
}

function follow(from: URL, location: string | undefined): URL {
  const to = location === undefined ? null : redirectedAddress(from, location);
  if (to) return to;
  throw unreachable(from, `it leads to '${location ?? ''}', which is not allowed: only https: is`);
}

export function unreachable(address: URL, reason: string): Error {
  return refusal('update-unreachable', 'ask', address, reason);
}

/**
 * A small file, whole.
 * @param withinMs for all of it
 * @returns null when there is none
 * @throws FramelatchError `update-unreachable`; `update-feed-invalid` when it is larger than `mostBytes`
 */
export async function readSmall(address: URL, mostBytes: number, withinMs: number): Promise<Buffer | null> {
  const signal = AbortSignal.timeout(withinMs);
  const response = await request(address, signal);
  if (!response) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) break;
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw unreachable(address, reasonOf(thrown));
  }
  if (bytes <= mostBytes) return Buffer.concat(chunks);
  throw refusal('update-feed-invalid', 'read', address, `found more than ${mostBytes} bytes`);
}
