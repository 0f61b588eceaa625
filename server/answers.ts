import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ErrorInfo } from '../protocol/errors';
import { keyStorage, type Reply } from '../protocol/ipc';

export const apiPath = '/api/';

/** What every answer carries: nothing from elsewhere runs in the viewer, and nobody else frames or embeds it. */
export function securityHeaders({ headers }: IncomingMessage): Record<string, string> {
  // The Host header was checked. Not every browser lets 'self' stand for the ws: scheme.
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ws://${headers.host}`,
    "img-src 'self' blob: data:",
    "frame-src 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** Refuses in the words of whoever asks: a script gets JSON, a person a page, everybody else a sentence. */
export function say(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void {
  const { accept = '' } = request.headers;
  if (request.url?.startsWith(apiPath)) return sayJson(response, status, sentence);
  if (accept.includes('text/html')) return sayPage(response, status, sentence);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
}

function sayJson(response: ServerResponse, status: number, sentence: string): void {
  const reply: Reply<never> = { ok: false, error: errorOf(status, sentence) };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}

/** A refusal as the error of a request. */
export function errorOf(status: number, reason: string): ErrorInfo {
  const isShut = status === 401 || status === 403;
  return {
    code: isShut ? 'not-admitted' : status === 500 ? 'internal' : 'usage',
    operation: 'ask',
    target: 'server',
    reason,
    next: isShut
      ? 'Open the link that `framelatch serve` printed last; each is good for one page.'
      : 'Reload the page: it and the server may be of different versions.',
  };
}

const style = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60ch; padding: 2rem }
h1 { font-size: 1.5rem }
code { font: 0.95em ui-monospace, monospace }`;

function sayPage(response: ServerResponse, status: number, sentence: string): void {
  const nonce = randomBytes(16).toString('hex');
  const isShut = status === 401 || status === 403;
  const help = isShut
    ? `<p>Each link is good for one page, and ends with the server that printed it. Look in the terminal where
<code>framelatch serve</code> runs: the last link that it printed opens a page. Where it runs no more, start it again.</p>`
    : '';
  const title = isShut ? 'Framelatch has not let this page in' : 'Framelatch';
  sendPage(response, status, nonce, title, `<h1>${title}</h1><p>${escaped(sentence)}</p>${help}`);
}

/** The key goes to the page by a script, so that it never stands in an address, and the address is left at once. */
export function sayKey(response: ServerResponse, key: string): void {
  const nonce = randomBytes(16).toString('hex');
  const script = `sessionStorage.setItem('${keyStorage}', '${key}'); location.replace('/');`;
  const body = `<script nonce="${nonce}">${script}</script><noscript>The viewer needs JavaScript.</noscript>`;
  sendPage(response, 200, nonce, 'Framelatch', body);
}

function sendPage(response: ServerResponse, status: number, nonce: string, title: string, body: string): void {
  const head = `<meta charset="utf-8"><title>${title}</title><style nonce="${nonce}">${style}</style>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  });
  response.end(`<!doctype html><html lang="en"><head>${head}</head><body><main>${body}</main></body></html>\n`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
