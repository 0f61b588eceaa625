import { openChannel, type ViewerChannel } from './channel';
import { Meter } from './measure';
import type { FromWorker, ToWorker } from './messages';
import { Painter } from './painter';
import { createRing } from './ring';
import { Viewer } from './viewer';

/* One worker for each stream: it has the stream's canvas, ring and channel, and no pixel ever leaves it. */

interface Running {
  readonly viewer: Viewer;
  readonly channel: ViewerChannel;
  readonly meter: Meter | null;
}

let running: Running | null = null;

function tell(message: FromWorker): void {
  self.postMessage(message);
}

function start({ canvas, stream, measure }: Extract<ToWorker, { kind: 'start' }>): Running {
  const painter = new Painter(canvas);
  let size = '';
  let meter: Meter | null = null;
  const viewer = new Viewer({
    canvas: painter,
    post: (message) => channel.post(message),
    createRing,
    onDrawn: ({ width, height }) => {
      meter?.onDrawn(height);
      if (size === `${width}x${height}`) return;
      size = `${width}x${height}`;
      tell({ kind: 'size', width, height });
    },
    onClock: (message) => meter?.onClock(message),
  });
  const channel = openChannel(stream, (message) => viewer.receive(message));
  if (measure) meter = new Meter(painter, (message) => channel.post(message));
  return { viewer, channel, meter };
}

async function stop({ viewer, channel, meter }: Running): Promise<void> {
  meter?.stop();
  channel.close();
  await viewer.close();
  tell({ kind: 'stopped' });
  self.close();
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') running = start(data);
  else if (data.kind === 'stop' && running) void stop(running);
  else if (data.kind === 'measurement' && running?.meter)
    tell({ kind: 'measurement', measurement: running.meter.read() });
});
