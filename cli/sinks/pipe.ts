import { PipeSender } from '../../engine/index';
import { dxgiFormats } from '../../protocol/dxgi';
import type { HookJob } from './hook';
import { packedShape, type PictureSink } from './sink';

/** Frames go at the viewers' pace: `publish` waits for the first, then until each has taken the frame. */
export async function openPipeSink(name: string, job: Omit<HookJob, 'dialect'>): Promise<PictureSink> {
  const { size, format, flip, pad } = job;
  const { number, bytesPerPixel } = dxgiFormats[format];
  const pitch = size.width * bytesPerPixel + pad;
  const sender = await PipeSender.listen(name);
  return {
    title: `${sender.name}  ${size.width}x${size.height} ${format}, pitch ${pitch}`,
    shape: packedShape(size, format, bytesPerPixel, { pitch, flip }),
    publish: (picture, signal) => sendWhole(sender, { ...size, format: number, pitch, flip }, picture, signal),
    close: () => sender.close(),
  };
}

/** A frame that the signal cut off reached nobody whole. */
async function sendWhole(
  sender: PipeSender,
  frame: Parameters<PipeSender['send']>[0],
  picture: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await sender.send(frame, picture, signal);
    return !signal.aborted;
  } catch (thrown) {
    if ((thrown as Error).name === 'AbortError') return false;
    throw thrown;
  }
}
