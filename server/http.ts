import type { IncomingMessage, ServerResponse } from 'node:http';

import { pageParameter } from '../protocol/ipc';
import { apiPath, say, sayKey, securityHeaders } from './answers';
import type { Api, Caller } from './api';
import { BodyTooLarge, readJson } from './body';
import type { Connections } from './connections';
import type { Guard } from './guard';
import type { SessionCookies } from './session-cookie';
import { snapshotPath, type Snapshots } from './snapshots';
import { serveFile } from './static';

export interface Site {
  readonly guard: Guard;
  readonly cookies: SessionCookies;
  readonly connections: Connections;
  readonly api: Api;
  readonly snapshots: Snapshots;
  readonly viewerFolder: string;
  /** A token was spent. */
  readonly onAdmitted: () => void;
}

/** Answers a request; a failure of ours is a 500 and its reason, never an end of the server. */
export async function handleRequest(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(site, request, response);
  } catch (thrown) {
    // Once the head is out, a broken answer can only be cut: the other side left, or a file changed while it was sent.
    if (response.headersSent) response.destroy();
    else
      say(request, response, 500, `The request failed: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
}

/** Refused, the token exchanged, a call, a snapshot, or a file of the viewer. */
async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders(request))) response.setHeader(name, value);
  const refusal = site.guard(request);
  if (refusal !== null) return say(request, response, 403, refusal);
  const url = addressOf(request);
  if (!url) return say(request, response, 400, 'The address of the request is none.');
  const token = url.searchParams.get('token');
  if (token !== null) return exchangeToken(site, token, request, response);
  if (!site.cookies.knows(request)) {
    return say(
      request,
      response,
      401,
      'Open the address that Framelatch printed: it holds the token that this page needs.',
    );
  }
  site.connections.admit(request.socket);
  const { pathname, searchParams } = url;
  if (pathname.startsWith(apiPath)) {
    const visitor = site.cookies.visitorOf(request);
    if (!visitor)
      return say(request, response, 403, 'The page’s own key is missing, or of another start of the server.');
    const caller = { visitor, page: searchParams.get(pageParameter) ?? '' };
    return answer(site.api, pathname.slice(apiPath.length), caller, request, response);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return say(request, response, 405, 'Only GET is served here.');
  }
  if (pathname.startsWith(snapshotPath)) return site.snapshots.serve(pathname, request, response);
  return serveFile(site.viewerFolder, pathname, request, response);
}

/** The address that a request names; `null` when it is none. */
export function addressOf({ headers, url }: IncomingMessage): URL | null {
  try {
    return new URL(`http://${headers.host}${url}`);
  } catch {
    return null;
  }
}

/** The token leaves the address bar at once: a cookie and a key take its place. */
function exchangeToken(site: Site, token: string, request: IncomingMessage, response: ServerResponse): void {
  // What only looks ahead, as browsers do for addresses that are being typed, must not spend it.
  const looksAhead = request.method !== 'GET' || request.headers['sec-purpose'] !== undefined;
  const admission = looksAhead ? null : site.cookies.redeem(token);
  if (!admission) {
    const sentence = 'This link was used before, or it is of a server that has ended.';
    return say(
      request,
      response,
      401,
      `Open the address that Framelatch printed last: it holds a fresh token. ${sentence}`,
    );
  }
  response.setHeader('set-cookie', admission.cookie);
  sayKey(response, admission.key);
  site.onAdmitted();
}

async function answer(
  api: Api,
  channel: string,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return say(request, response, 405, 'Requests are made with POST.');
  const args = await readJson(request).catch((thrown: unknown) => thrown);
  if (args instanceof BodyTooLarge) return say(request, response.setHeader('connection', 'close'), 413, args.message);
  if (!Array.isArray(args)) return say(request, response, 400, 'The body must be a JSON array of arguments.');
  const reply = await api(channel, args, caller);
  if (reply === null) return say(request, response, 404, 'There is no such request.');
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}
