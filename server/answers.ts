import type { IncomingMessage, ServerResponse } from 'node:http';

/** What every answer carries: nothing from elsewhere runs in the viewer, and nobody else frames or embeds it. */
export function securityHeaders({ headers }: IncomingMessage): Record<string, string> {
  // The Host header was checked. Not every browser lets 'self' stand for the ws: scheme.
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ws://${headers.host}`,
    "img-src 'self' blob: data:",
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

/** Answers with one sentence. */
export function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
}
