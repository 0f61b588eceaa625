import type { DxgiFormatName } from '../protocol/dxgi';
import { endSignal, paced, still } from './pace';
import { createPattern, type PatternName } from './patterns/patterns';
import type { PictureSink } from './sinks/sink';
import { storeRows, takeStandardInput } from './standard-input';
import { print } from './text';

export interface PicturesJob {
  readonly pattern: PatternName;
  /** A second; without it, pictures from standard input go as they come. */
  readonly fps?: number;
  readonly frames: number;
  readonly seconds?: number;
  readonly fromInput: boolean;
  /** 0 frames a second are as many as the viewers take, not one that stays. */
  readonly isPaced: boolean;
}

export const defaultFps = 60;

/** Sends pictures until there are enough, the time is over, the input ends or somebody ends it. */
export async function sendPictures(sink: PictureSink, job: PicturesJob): Promise<void> {
  const signal = endSignal(job.seconds);
  const counts = { sent: 0, dropped: 0 };
  const send = async (picture: Uint8Array) => {
    const isSent = await sink.publish(picture, signal);
    if (isSent) counts.sent += 1;
    else if (!signal.aborted) counts.dropped += 1;
    return counts.sent + counts.dropped < job.frames;
  };
  try {
    if (job.fromInput) await sendInput(sink, job, signal, send);
    else await sendPattern(sink, job, signal, send);
    print(`${counts.sent} frames sent, ${counts.dropped} dropped because every buffer was being read`);
  } finally {
    sink.close();
  }
}

type Send = (picture: Uint8Array) => Promise<boolean>;

async function sendPattern(sink: PictureSink, job: PicturesJob, signal: AbortSignal, send: Send): Promise<void> {
  const { width, height, pitch, flip, format } = sink.shape;
  // A sink that takes no pattern's format takes none from here.
  const pattern = createPattern(job.pattern, { width, height, pitch, flip, format: format as DxgiFormatName });
  const { fps = defaultFps, isPaced } = job;
  let isTold = false;
  const step = async (number: number) => {
    const picture = pattern.next(number);
    if (isTold) return send(picture);
    isTold = true;
    // A viewer of a pipe comes because of this line; elsewhere whoever reads it finds a picture.
    if (isPaced) print(sink.title);
    const goesOn = await send(picture);
    if (!isPaced) print(sink.title);
    return goesOn;
  };
  if (fps > 0 || isPaced) return paced(fps, signal, step);
  return still(signal, step);
}

async function sendInput(sink: PictureSink, job: PicturesJob, signal: AbortSignal, send: Send): Promise<void> {
  const { shape } = sink;
  const { rowBytes, planes } = shape;
  const frameBytes = rowBytes * planes.reduce((sum, rows) => sum + rows, 0);
  const what = `${shape.width}x${shape.height} ${shape.format}, ${frameBytes} bytes each`;
  print(sink.title);
  await takeStandardInput({
    frameBytes,
    what,
    fps: job.fps ?? 0,
    signal,
    take: (frame) => send(storeRows(frame, shape)),
  });
}
