import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { keyHeader, keyProtocolPrefix } from '../protocol/ipc';

/** What is known of the browser behind a cookie. */
export interface Visitor {
  /** The profile that we gave to a browser of our own: its ring files lie below it. Null for any other browser. */
  readonly ringFolder: string | null;
  /** Null when we cannot know. */
  readonly sandboxed: boolean | null;
}

/** Any browser that somebody pointed at the address. */
export const stranger: Visitor = { ringFolder: null, sandboxed: null };

/** What a token buys. */
export interface Admission {
  /** For the header `set-cookie`. */
  readonly cookie: string;
  /** For the page alone. */
  readonly key: string;
}

interface Pass {
  readonly visitor: Visitor;
  readonly token: string;
  readonly cookie: string;
  readonly key: string;
  spent: boolean;
}

/**
 * Who may talk to the server. A token is exchanged once, as it stands in a browser's history and command line, for two secrets:
 * a cookie, which no script can read, and a key, which the page keeps. A browser sends the cookie to every port of this
 * machine, so that whoever listens on another one learns it; the key goes to our origin alone, and neither is enough.
 */
export class SessionCookies {
  readonly #name: string;
  readonly #passes: Pass[] = [];

  /** @param port cookies do not tell ports apart, so that the name must */
  constructor(port: number) {
    this.#name = `framelatch-${port}`;
  }

  /** A new token of 256 random bits, good for one exchange. */
  issueToken(visitor: Visitor): string {
    const pass = { visitor, token: randomWord(), cookie: randomWord(), key: randomWord(), spent: false };
    this.#passes.push(pass);
    return pass.token;
  }

  /** Null for a token that is none of ours, or spent. */
  redeem(token: string): Admission | null {
    const pass = this.#passes.find((candidate) => equal(candidate.token, token) && !candidate.spent);
    if (!pass) return null;
    pass.spent = true;
    return { cookie: `${this.#name}=${pass.cookie}; Path=/; HttpOnly; SameSite=Strict`, key: pass.key };
  }

  /** Whether a browser of ours asks, as far as its cookie tells: enough for the viewer's own files, which hold no secret. */
  knows(request: IncomingMessage): boolean {
    return this.#passOf(request) !== null;
  }

  /** Who asks; null without cookie and key of the same pass. */
  visitorOf(request: IncomingMessage): Visitor | null {
    const pass = this.#passOf(request);
    return pass && equal(pass.key, keyOf(request)) ? pass.visitor : null;
  }

  #passOf({ headers }: IncomingMessage): Pass | null {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    const cookie = pairs.find(([name]) => name === this.#name)?.[1] ?? '';
    return this.#passes.find((pass) => pass.spent && equal(pass.cookie, cookie)) ?? null;
  }
}

/** In a header of its own; of a WebSocket, to which a page can give no headers, among the protocols. */
function keyOf({ headers }: IncomingMessage): string {
  const own = headers[keyHeader];
  if (typeof own === 'string') return own;
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  const word = protocols.find((protocol) => protocol.startsWith(keyProtocolPrefix));
  return word?.slice(keyProtocolPrefix.length) ?? '';
}

function randomWord(): string {
  return randomBytes(32).toString('hex');
}

/** In constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
