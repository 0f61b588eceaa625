import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { resolve, sep } from 'node:path';

import { keyHeader, keyProtocolPrefix } from '../../protocol/ipc';
import { createGuard } from '../../server/guard';
import { addressOf } from '../../server/http';
import { SessionCookies, stranger } from '../../server/session-cookie';
import { pathBelow } from '../../server/static';
import { textOf, type Target } from './target';

/* What a stranger says to the server: before it is known who asks, this decides. */

const port = 4321;
const root = resolve(sep, 'viewer');
const guard = createGuard(port);
const cookies = new SessionCookies(port);
const admission = cookies.redeem(cookies.issueToken(stranger));
assert.ok(admission);
const { key } = admission;
const cookie = admission.cookie.replace(/;.*/, '');

/**
 * The method, the address, and a header a line, as Node hands them over: names in small letters, values as they came. `{cookie}`
 * and `{key}` stand for the secrets, which are others in each run.
 */
function readRequest(input: Uint8Array): void {
  const text = textOf(input).replaceAll('{cookie}', cookie).replaceAll('{key}', key);
  const [method = '', url = '', ...lines] = text.split('\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2)));
  const request = { method, url, headers } as unknown as IncomingMessage;
  const isOurs = guard(request) === null;
  const visitor = cookies.visitorOf(request);
  assert.ok(!visitor || (text.includes(cookie) && text.includes(key)), 'both secrets or nobody');
  if (!isOurs) return;
  assert.match(headers['host'] ?? '', /^(?:127\.0\.0\.1|localhost):4321$/);
  const address = addressOf(request);
  const path = address && pathBelow(root, address.pathname);
  if (path !== null) assert.ok((resolve(path) + sep).startsWith(root + sep), 'a path stays below the viewer’s folder');
}

export const requestTargets = {
  request: {
    run: readRequest,
    mayThrow: () => false,
    words: [
      'GET\n/\nhost: 127.0.0.1:4321\n',
      'POST\n/api/',
      'host: localhost:4321',
      'origin: http://localhost:4321',
      'cookie: {cookie}',
      `${keyHeader}: {key}`,
      `sec-websocket-protocol: ${keyProtocolPrefix}{key}`,
      'upgrade: websocket',
      '?token=',
      '/../',
      '%2e%2e%2f',
      '%5c',
      '%00',
      '//[',
      '@',
      '\n',
    ],
  },
} satisfies Record<string, Target>;
