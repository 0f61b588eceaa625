import type { FrameHeader } from '../../../protocol/frame';
import type { SourceShape } from '../../../protocol/session';
import type { StreamToSender, StreamToViewer } from '../../../protocol/stream';
import { testPicture } from './picture';

/** The sender's side of a stream by message port: one frame. */
export function serveStream(port: MessagePort, shape: SourceShape | null): void {
  const post = (message: StreamToViewer) => port.postMessage(message);
  const send = (size: SourceShape) => {
    const pixels = testPicture(size.width, size.height);
    post({ kind: 'frame', slot: 0, header: headerOf(size), pixels });
  };
  port.addEventListener('message', ({ data }: MessageEvent<StreamToSender>) => {
    if (!shape) return;
    if (data.kind === 'ready') post({ kind: 'prepare', frameBytes: shape.width * shape.height * 4, wantRing: false });
    else if (data.kind === 'no-ring') {
      post({ kind: 'transport', transport: { name: 'port', reason: null } });
      send(shape);
    }
  });
  port.start();
}

function headerOf({ width, height, format, mapId }: SourceShape): FrameHeader {
  return {
    sequence: 24_790,
    width,
    height,
    format,
    buffer: 1,
    mapId,
    acquiredAtMonotonicNs: 0n,
    lockHeldNs: 412_000,
    suspect: false,
    contended: 0,
    overtaken: 0,
    covers: { x: 0, y: 0, width, height },
    scale: 1,
    changedRows: [0, height],
    picture: { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 },
  };
}
