import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookieName = 'framelatch';

/** Who may talk to the server: whoever shows the token of the printed address once, and its cookie from then on. */
export interface Access {
  readonly token: string;
  setPort(port: number): void;
  /** A sentence that says why the request is refused, or null. */
  refusal(request: IncomingMessage): string | null;
  hasCookie(request: IncomingMessage): boolean;
  isToken(candidate: string): boolean;
  /** The header that gives the cookie. */
  setCookie(): string;
}

export function createAccess(): Access {
  const token = randomBytes(32).toString('hex');
  const cookie = randomBytes(32).toString('hex');
  let hosts: readonly string[] = [];
  return {
    token,
    setPort: (port) => {
      hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    },
    refusal: (request) => refusal(request, hosts),
    hasCookie: (request) => equal(cookieOf(request), cookie),
    isToken: (candidate) => equal(candidate, token),
    setCookie: () => `${cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

/** Another site's page may reach a loopback port by its own name (DNS rebinding) or by a request of its own (CSRF). */
function refusal({ headers, method }: IncomingMessage, hosts: readonly string[]): string | null {
  const host = headers.host ?? '';
  if (!hosts.includes(host)) return `The Host header must be ${hosts.join(' or ')}.`;
  const { origin } = headers;
  const needsOrigin = method !== 'GET' || headers.upgrade !== undefined;
  if (origin === undefined ? needsOrigin : origin !== `http://${host}`)
    return `The Origin header must be http://${host}.`;
  return null;
}

function cookieOf({ headers }: IncomingMessage): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1] ?? '';
}

/** In constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
