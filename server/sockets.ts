import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import type { StreamChannel } from '../engine/index';
import { decodeToSender, encodeFrameMessage, encodeToViewer } from '../protocol/stream-json';
import type { Access } from './access';
import type { EventSink, Viewers } from './viewers';

// What viewers send are credits and the like.
const largestMessage = 4096;
const pingMs = 15_000;

/** `/events` tells a page what happens; `/stream?session=N` carries a session's frames. */
export function acceptSockets(server: Server, { access, viewers }: { access: Access; viewers: Viewers }): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const refusal = access.refusal(request) ?? (access.hasCookie(request) ? null : 'The cookie is missing.');
    if (refusal) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request, viewers));
  });
}

function refuse(socket: Duplex, sentence: string): void {
  const body = `${sentence}\n`;
  socket.end(
    `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function accept(socket: WebSocket, request: IncomingMessage, viewers: Viewers): void {
  keepAlive(socket);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/events') {
    const disconnect = viewers.connect(sinkOf(socket));
    socket.once('close', disconnect);
    return;
  }
  const session = Number(url.searchParams.get('session'));
  const known = url.pathname === '/stream' && viewers.attach(session, channelOf(socket), url.searchParams.get('mark'));
  if (!known) socket.close(1008, 'There is no such stream.');
}

function sinkOf(socket: WebSocket): EventSink {
  return { send: (channel, payload) => socket.send(JSON.stringify({ channel, payload })) };
}

/** The stream over one socket; a message that is none of the stream's ends it. */
function channelOf(socket: WebSocket): StreamChannel {
  return {
    kind: 'websocket',
    post: (message) => {
      if (message.kind !== 'frame') return socket.send(encodeToViewer(message));
      const head = encodeFrameMessage(message);
      if (!message.pixels) return socket.send(head);
      // Two fragments of one message: the pixels are not copied behind the header.
      socket.send(head, { fin: false, binary: true });
      socket.send(new Uint8Array(message.pixels), { fin: true, binary: true });
    },
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => {
        try {
          if (isBinary) throw new TypeError('viewers send text');
          listener(decodeToSender((data as Buffer).toString('utf8')));
        } catch {
          socket.close(1008, 'That was no message of the stream.');
        }
      });
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  };
}

/** A page that vanished without a word is dropped after two unanswered pings. */
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
  // A socket that fails also closes; what it was is of no use to anybody.
  socket.on('error', () => socket.terminate());
}
