import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { decodeFrameMessage, decodeToViewer } from '../../protocol/stream-json';
import type { StreamEnd } from '../shell/stream-end';

type SocketEnd = Extract<StreamEnd, { kind: 'socket' }>;

/** The worker's end of a stream, over whatever the shell has. */
export interface ViewerChannel {
  post(message: StreamToSender): void;
  close(): void;
}

export interface ChannelListener {
  onMessage(message: StreamToViewer): void;
  /** The other side knows this stream no more. */
  onLost(): void;
}

export function openChannel(end: StreamEnd, listener: ChannelListener): ViewerChannel {
  return end.kind === 'port' ? portChannel(end.port, listener) : socketChannel(end, listener);
}

function portChannel(port: MessagePort, { onMessage }: ChannelListener): ViewerChannel {
  port.addEventListener('message', ({ data }: MessageEvent<StreamToViewer>) => onMessage(data));
  port.start();
  port.postMessage({ kind: 'ready' } satisfies StreamToSender);
  return { post: (message) => port.postMessage(message), close: () => port.close() };
}

const reconnectMs = 1000;
/** WebSocket close code "policy violation": the server has no such stream. */
const refused = 1008;

/** Opened again when it breaks: the server may restart, a machine may sleep. */
function socketChannel({ url, protocols }: SocketEnd, { onMessage, onLost }: ChannelListener): ViewerChannel {
  let socket: WebSocket;
  let closed = false;
  const post = (message: StreamToSender) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const connect = () => {
    if (closed) return;
    socket = new WebSocket(url, [...protocols]);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => post({ kind: 'ready' }));
    socket.addEventListener('message', ({ data, currentTarget }: MessageEvent<string | ArrayBuffer>) => {
      const message = decode(data);
      // Asked again, a stream that ended would only end again.
      closed ||= message?.kind === 'ended';
      if (message) onMessage(message);
      // Without its header nobody knows which slot to give back: begin anew.
      else (currentTarget as WebSocket).close();
    });
    socket.addEventListener('close', ({ code }) => {
      if (closed) return;
      if (code === refused) onLost();
      else setTimeout(connect, reconnectMs);
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

function decode(data: string | ArrayBuffer): StreamToViewer | null {
  try {
    return typeof data === 'string' ? decodeToViewer(data) : decodeFrameMessage(data);
  } catch {
    return null;
  }
}
