import type { Shell } from './shell/shell';
import type { FromWorker, Measurement, ToWorker } from './worker/messages';

export interface StreamTarget {
  readonly shell: Shell;
  readonly session: number;
  readonly canvas: HTMLCanvasElement;
  readonly measure: boolean;
  readonly onSize: (size: { width: number; height: number }) => void;
}

declare global {
  interface Window {
    /** In measurement runs: what the worker of the open session read back. */
    framelatchMeasurement?: () => Promise<Measurement>;
  }
}

// A worker that is stuck must not outlive its picture for long.
const stopMs = 2000;

/** Starts the worker that draws a session on a canvas. Returns the way out. */
export function startStream({ shell, session, canvas, measure, onSize }: StreamTarget): () => void {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  const post = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const measurements: ((measurement: Measurement) => void)[] = [];
  let stopped = false;
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'size' && !stopped) onSize(data);
    else if (data.kind === 'measurement') measurements.shift()?.(data.measurement);
    else if (data.kind === 'stopped') worker.terminate();
  });
  const offscreen = canvas.transferControlToOffscreen();
  void shell.streamFor(session).then((stream) => {
    if (stopped) return;
    post({ kind: 'start', canvas: offscreen, stream, measure }, [
      offscreen,
      ...(stream.kind === 'port' ? [stream.port] : []),
    ]);
  });
  if (measure) {
    window.framelatchMeasurement = () =>
      new Promise((resolve) => {
        measurements.push(resolve);
        post({ kind: 'measurement' });
      });
  }
  return () => {
    stopped = true;
    post({ kind: 'stop' });
    setTimeout(() => worker.terminate(), stopMs);
  };
}
