import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import { contained } from '../engine/index';
import { pageParameter, socketProtocol } from '../protocol/ipc';
import type { Connections } from './connections';
import { EventSocket } from './event-socket';
import type { Guard } from './guard';
import type { SessionCookies, Visitor } from './session-cookie';
import { streamChannel } from './stream-channel';
import type { Viewers } from './viewers';

// What viewers send are credits and the like.
const largestMessage = 4096;
const pingMs = 15_000;
const refusedByPolicy = 1008;
const serverFailed = 1011;
const tryLater = 1013;

interface Gate {
  readonly guard: Guard;
  readonly cookies: SessionCookies;
  readonly connections: Connections;
  readonly viewers: Viewers;
}

/** `/events` tells a page what happens; `/stream?session=N` carries a session's frames. */
export function acceptSockets(server: Server, { guard, cookies, connections, viewers }: Gate): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    // The page offers its key beside it, which is not for the answer.
    handleProtocols: () => socketProtocol,
  });
  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const visitor = cookies.visitorOf(request);
    const refusal = guard(request) ?? (visitor ? null : 'The cookie of this server, or the page’s key, is missing.');
    if (refusal !== null || visitor === null) return refuse(socket, refusal ?? '');
    const address = addressOf(request);
    if (!address) return refuse(socket, 'The address of the request is none.');
    connections.admit(request.socket);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const end = () => webSocket.close(serverFailed, 'The server failed.');
      keepAlive(webSocket);
      contained(() => route(webSocket, address, visitor, viewers), end)();
    });
  };
  server.on('upgrade', (request, socket, head) => contained(accept, () => socket.destroy())(request, socket, head));
}

function addressOf({ url }: IncomingMessage): URL | null {
  try {
    return new URL(url ?? '/', 'http://127.0.0.1');
  } catch {
    return null;
  }
}

function refuse(socket: Duplex, sentence: string): void {
  const body = `${sentence}\n`;
  const head = `Content-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  // It was refused: how its connection ends is of no interest.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 403 Forbidden\r\n${head}\r\n\r\n${body}`);
}

function route(socket: WebSocket, { pathname, searchParams }: URL, visitor: Visitor, viewers: Viewers): void {
  if (pathname === '/events') return joinPage(socket, searchParams.get(pageParameter) ?? '', viewers);
  const session = Number(searchParams.get('session'));
  const isAttached = pathname === '/stream' && viewers.attach(session, streamChannel(socket), visitor);
  if (!isAttached) socket.close(refusedByPolicy, 'There is no such stream.');
}

function joinPage(socket: WebSocket, page: string, viewers: Viewers): void {
  socket.on('message', () => socket.close(refusedByPolicy, 'A page says nothing here.'));
  const leave = viewers.connect(page, new EventSocket(socket));
  if (leave) socket.once('close', leave);
  else socket.close(tryLater, 'There are too many pages.');
}

/** A page that vanished without a word is dropped when a ping stayed unanswered. */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => {
    answered = true;
  });
  socket.once('close', () => clearInterval(timer));
  // Broken by the other side (too large a message, no WebSocket at all): `close` follows and lets everything go.
  socket.on('error', () => socket.terminate());
}
