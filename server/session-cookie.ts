import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What is known of the browser behind a cookie. */
export interface Visitor {
  /** The profile that we gave to a browser of our own: its ring files lie below it. Null for any other browser. */
  readonly ringFolder: string | null;
  /** Null when we cannot know. */
  readonly sandboxed: boolean | null;
}

/** Any browser that somebody pointed at the address. */
export const stranger: Visitor = { ringFolder: null, sandboxed: null };

export interface TokenOptions {
  readonly visitor: Visitor;
  /** Other users of the machine can read a browser's command line: what stands there is good for one exchange. */
  readonly once: boolean;
}

interface Pass extends TokenOptions {
  readonly token: string;
  readonly cookie: string;
  spent: boolean;
}

/** Who may talk to the server: whoever exchanges a token, and shows the cookie that it bought from then on. */
export class SessionCookies {
  readonly #name: string;
  readonly #passes: Pass[] = [];

  /** @param port cookies do not tell ports apart, so that the name must */
  constructor(port: number) {
    this.#name = `framelatch-${port}`;
  }

  /** A new token of 256 random bits. */
  issueToken(options: TokenOptions): string {
    const pass = { ...options, token: randomWord(), cookie: randomWord(), spent: false };
    this.#passes.push(pass);
    return pass.token;
  }

  /** The header that gives the cookie for a token; null for a token that is none of ours, or spent. */
  redeem(token: string): string | null {
    const pass = this.#passes.find((candidate) => equal(candidate.token, token) && !candidate.spent);
    if (!pass) return null;
    pass.spent = pass.once;
    return `${this.#name}=${pass.cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Who asks; null without a cookie of ours. */
  visitorOf({ headers }: IncomingMessage): Visitor | null {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    const cookie = pairs.find(([name]) => name === this.#name)?.[1] ?? '';
    return this.#passes.find((pass) => equal(pass.cookie, cookie))?.visitor ?? null;
  }
}

function randomWord(): string {
  return randomBytes(32).toString('hex');
}

/** In constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
