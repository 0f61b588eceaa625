import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { decodeFrameMessage, decodeToViewer } from '../../protocol/stream-json';
import type { StreamEnd } from '../shell/stream-end';

/** The worker's end of a stream, over whatever the shell has. */
export interface ViewerChannel {
  post(message: StreamToSender): void;
  close(): void;
}

export function openChannel(end: StreamEnd, onMessage: (message: StreamToViewer) => void): ViewerChannel {
  return end.kind === 'port' ? portChannel(end.port, onMessage) : socketChannel(end.url, onMessage);
}

function portChannel(port: MessagePort, onMessage: (message: StreamToViewer) => void): ViewerChannel {
  port.addEventListener('message', ({ data }: MessageEvent<StreamToViewer>) => onMessage(data));
  port.start();
  port.postMessage({ kind: 'ready' } satisfies StreamToSender);
  return { post: (message) => port.postMessage(message), close: () => port.close() };
}

const reconnectMs = 1000;

/** Opened again when it breaks: the server may restart, a machine may sleep. */
function socketChannel(url: string, onMessage: (message: StreamToViewer) => void): ViewerChannel {
  let socket: WebSocket;
  let closed = false;
  const post = (message: StreamToSender) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const connect = () => {
    socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => post({ kind: 'ready' }));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) =>
      onMessage(typeof data === 'string' ? decodeToViewer(data) : decodeFrameMessage(data)),
    );
    socket.addEventListener('close', () => {
      if (!closed) setTimeout(connect, reconnectMs);
    });
  };
  connect();
  return {
    post,
    close: () => {
      closed = true;
      socket.close();
    },
  };
}
