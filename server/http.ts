import type { IncomingMessage, ServerResponse } from 'node:http';

import { pageParameter } from '../protocol/ipc';
import { say, securityHeaders } from './answers';
import type { Api, Caller } from './api';
import { BodyTooLarge, readJson } from './body';
import type { Guard } from './guard';
import type { SessionCookies } from './session-cookie';
import { snapshotPath, type Snapshots } from './snapshots';
import { serveFile } from './static';

const apiPath = '/api/';

export interface Site {
  readonly guard: Guard;
  readonly cookies: SessionCookies;
  readonly api: Api;
  readonly snapshots: Snapshots;
  readonly viewerFolder: string;
}

/** Answers a request; a failure of ours is a 500 and its reason, never an end of the server. */
export async function handleRequest(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(site, request, response);
  } catch (thrown) {
    // Once the head is out, a broken answer can only be cut: the other side left, or a file changed while it was sent.
    if (response.headersSent) response.destroy();
    else say(response, 500, `The request failed: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
}

/** Refused, the token exchanged, a call, a snapshot, or a file of the viewer. */
async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = site.guard(request);
  if (refusal !== null) return say(response, 403, refusal);
  for (const [name, value] of Object.entries(securityHeaders(request))) response.setHeader(name, value);
  const url = new URL(`http://${request.headers.host}${request.url}`);
  if (exchangeToken(site.cookies, url, request, response)) return;
  const visitor = site.cookies.visitorOf(request);
  if (!visitor) {
    return say(response, 401, 'Open the address that Framelatch printed: it holds the token that this page needs.');
  }
  const { pathname, searchParams } = url;
  if (pathname.startsWith(apiPath)) {
    const caller = { visitor, page: searchParams.get(pageParameter) ?? '' };
    return answer(site.api, pathname.slice(apiPath.length), caller, request, response);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is served here.');
  if (pathname.startsWith(snapshotPath)) return site.snapshots.serve(pathname, response);
  return serveFile(site.viewerFolder, pathname, response);
}

/** The token leaves the address bar at once: a cookie takes its place. */
function exchangeToken(cookies: SessionCookies, url: URL, request: IncomingMessage, response: ServerResponse): boolean {
  const token = url.searchParams.get('token');
  const cookie = token === null ? null : cookies.redeem(token);
  if (cookie === null) return false;
  response.setHeader('set-cookie', cookie);
  // After a link on another site, a redirect would still count as that site's, and the strict cookie would stay behind.
  const isFromElsewhere = request.headers['sec-fetch-site'] === 'cross-site';
  if (isFromElsewhere) response.writeHead(200, { refresh: '0; url=/', 'content-type': 'text/plain' });
  else response.writeHead(303, { location: '/' });
  response.end();
  return true;
}

async function answer(
  api: Api,
  channel: string,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return say(response, 405, 'Requests are made with POST.');
  const args = await readJson(request).catch((thrown: unknown) => thrown);
  if (args instanceof BodyTooLarge) return say(response.setHeader('connection', 'close'), 413, args.message);
  if (!Array.isArray(args)) return say(response, 400, 'The body must be a JSON array of arguments.');
  const reply = await api(channel, args, caller);
  if (reply === null) return say(response, 404, 'There is no such request.');
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}
