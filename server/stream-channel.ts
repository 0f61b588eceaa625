import type { RawData, WebSocket } from 'ws';

import { RateLimit, type StreamChannel } from '../engine/index';
import type { StreamToSender, StreamToViewer } from '../protocol/stream';
import { decodeToSender, encodeFrameMessage, encodeToViewer } from '../protocol/stream-json';

const refusedByPolicy = 1008;
/** A credit for each frame is what a viewer says. */
const mostMessagesPerSecond = 2000;

/** The engine's stream over one WebSocket; a message that is none of the stream's ends it. */
export function streamChannel(socket: WebSocket): StreamChannel {
  return {
    kind: 'websocket',
    post: (message) => post(socket, message),
    onMessage: (listener) => {
      const rate = new RateLimit(mostMessagesPerSecond);
      socket.on('message', (data, isBinary) => {
        if (!rate.take()) return socket.close(refusedByPolicy, 'Those are too many messages.');
        const message = isBinary ? null : parse(data);
        if (message) listener(message);
        else socket.close(refusedByPolicy, 'That was no message of the stream.');
      });
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  };
}

function post(socket: WebSocket, message: StreamToViewer): void {
  if (message.kind !== 'frame') return socket.send(encodeToViewer(message));
  const head = encodeFrameMessage(message);
  if (!message.pixels) return socket.send(head);
  // Two fragments of one message: the pixels are not copied behind the header.
  socket.send(head, { fin: false, binary: true });
  socket.send(message.pixels, { fin: true, binary: true });
}

function parse(data: RawData): StreamToSender | null {
  try {
    return decodeToSender((data as Buffer).toString('utf8'));
  } catch {
    return null;
  }
}
