import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Access } from './access';
import type { Api } from './api';
import { serveFile } from './static';
import type { Viewers } from './viewers';

const largestBody = 64 * 1024;

export interface Site {
  readonly access: Access;
  readonly api: Api;
  readonly viewers: Viewers;
}

/** One request: refused, the token exchanged, an API call, a snapshot, or a file of the viewer. */
export async function handleRequest(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { access } = site;
  const refusal = access.refusal(request);
  if (refusal) return say(response, 403, refusal);
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  if (exchangeToken(access, url, response)) return;
  if (!access.hasCookie(request)) {
    return say(response, 401, 'Open the address that Framelatch printed: it holds the token that this page needs.');
  }
  if (url.pathname.startsWith('/api/')) return answer(site, url.pathname.slice('/api/'.length), request, response);
  if (request.method !== 'GET') return say(response, 405, 'Only GET is served here.');
  if (url.pathname.startsWith('/snapshot/')) return sendSnapshot(site.viewers, url.pathname, response);
  return serveFile(url.pathname, response);
}

/** The token leaves the address bar at once: the cookie goes on in its place. `mark` names the browser that we started. */
function exchangeToken(access: Access, url: URL, response: ServerResponse): boolean {
  const token = url.searchParams.get('token');
  if (token === null || !access.isToken(token)) return false;
  const mark = url.searchParams.get('mark');
  const target = mark === null ? '/' : `/?mark=${encodeURIComponent(mark)}`;
  response.writeHead(303, { location: target, 'set-cookie': access.setCookie(), 'cache-control': 'no-store' }).end();
  return true;
}

async function answer(site: Site, channel: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return say(response, 405, 'Requests are made with POST.');
  const body = await readBody(request);
  if (body === null) return say(response, 413, `A request may have ${largestBody} bytes at most.`);
  let args: unknown;
  try {
    args = JSON.parse(body);
  } catch {
    return say(response, 400, 'The body must be a JSON array.');
  }
  if (!Array.isArray(args)) return say(response, 400, 'The body must be a JSON array.');
  const reply = await site.api(channel, args);
  if (reply === null) return say(response, 404, 'There is no such request.');
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(reply));
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > largestBody) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendSnapshot(viewers: Viewers, path: string, response: ServerResponse): void {
  const snapshot = viewers.takeSnapshot(path);
  if (!snapshot) return say(response, 404, 'That snapshot was fetched already.');
  response.writeHead(200, {
    'content-type': 'image/png',
    'content-disposition': `attachment; filename="${snapshot.name}"`,
    'cache-control': 'no-store',
  });
  response.end(snapshot.png);
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  response.end(`${sentence}\n`);
}
