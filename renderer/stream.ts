import type { ErrorInfo } from '../protocol/errors';
import type { Shell } from './shell/shell';
import type { Measurement } from '../protocol/measurement';
import type { FrameReport, FromWorker, ToWorker } from './worker/messages';

export interface StreamTarget {
  readonly shell: Shell;
  readonly session: number;
  readonly canvas: HTMLCanvasElement;
  readonly measure: boolean;
  readonly onFrame: (frame: FrameReport) => void;
  /** The sender knows the session no more: it has to be opened again. */
  readonly onLost: () => void;
  readonly onFailed: (error: ErrorInfo) => void;
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
export function startStream(target: StreamTarget): () => void {
  const { shell, session, canvas, measure } = target;
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  const post = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const measurements: ((measurement: Measurement) => void)[] = [];
  let stopped = false;
  let stopWatching = () => {};
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'stopped') worker.terminate();
    else if (data.kind === 'measurement') measurements.shift()?.(data.measurement);
    else if (stopped) return;
    else if (data.kind === 'frame') target.onFrame(data.frame);
    else target.onLost();
  });
  worker.addEventListener('error', ({ message }) => {
    if (!stopped) target.onFailed(workerFailure(session, message));
  });
  const offscreen = canvas.transferControlToOffscreen();
  void shell.streamFor(session).then((stream) => {
    if (stopped) return;
    const ports = stream.kind === 'port' ? [stream.port] : [];
    post({ kind: 'start', canvas: offscreen, stream, measure }, [offscreen, ...ports]);
    stopWatching = shell.onShown((isShown) => post({ kind: 'shown', isShown }));
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
    stopWatching();
    post({ kind: 'stop' });
    setTimeout(() => worker.terminate(), stopMs);
  };
}

function workerFailure(session: number, message: string): ErrorInfo {
  return {
    code: 'internal',
    operation: 'draw',
    target: `session ${session}`,
    reason: message || 'the drawing worker did not load',
    next: 'Close the source and open it again.',
  };
}
