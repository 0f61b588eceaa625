import { openChannel, type ViewerChannel } from './channel';
import { Meter } from './measure';
import type { FromWorker, ToWorker } from './messages';
import { Painter } from './painter';
import { Reporter } from './reporter';
import { createRing } from './ring';
import { Viewer } from './viewer';

/* One worker for each stream: it has the stream's canvas, ring and channel, and no pixel ever leaves it. */

interface Running {
  readonly viewer: Viewer;
  readonly channel: ViewerChannel;
  readonly reporter: Reporter;
  readonly meter: Meter | null;
}

let running: Running | null = null;

function tell(message: FromWorker): void {
  self.postMessage(message);
}

function start({ canvas, stream, measure }: Extract<ToWorker, { kind: 'start' }>): Running {
  const painter = new Painter(canvas);
  const reporter = new Reporter((frame) => tell({ kind: 'frame', frame }));
  let meter: Meter | null = null;
  const viewer = new Viewer({
    canvas: painter,
    post: (message) => channel.post(message),
    createRing,
    onDrawn: (header) => {
      meter?.onDrawn(header.height);
      reporter.note(header);
    },
    onClock: (message) => meter?.onClock(message),
  });
  const channel = openChannel(stream, {
    onMessage: (message) => viewer.receive(message),
    onLost: () => tell({ kind: 'lost' }),
  });
  if (measure) {
    meter = new Meter(
      (y, width) => painter.readBack(y, width),
      (message) => channel.post(message),
    );
    watchDisplay(meter);
  }
  return { viewer, channel, reporter, meter };
}

function watchDisplay(meter: Meter): void {
  self.requestAnimationFrame(() => {
    meter.onDisplayFrame();
    watchDisplay(meter);
  });
}

async function stop({ viewer, channel, reporter, meter }: Running): Promise<void> {
  meter?.stop();
  reporter.stop();
  channel.close();
  await viewer.close();
  tell({ kind: 'stopped' });
  self.close();
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') running = start(data);
  else if (data.kind === 'shown') running?.viewer.setShown(data.isShown);
  else if (data.kind === 'stop' && running) void stop(running);
  else if (data.kind === 'measurement' && running?.meter) {
    tell({ kind: 'measurement', measurement: running.meter.read() });
  }
});
