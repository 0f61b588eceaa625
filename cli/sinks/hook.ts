import { loadNative, type NativeDialect } from '../../engine/index';
import { dxgiFormats, type DxgiFormatName } from '../../protocol/dxgi';
import { inPlaceOfLeftover } from '../leftover';
import { wrongUsage } from '../option-rules';
import type { Size } from '../options';
import { packedShape, type PictureSink } from './sink';

export interface HookJob {
  readonly dialect: NativeDialect;
  readonly size: Size;
  readonly format: DxgiFormatName;
  readonly flip: boolean;
  /** Bytes behind each row. */
  readonly pad: number;
}

/** @param name a number; this process's pid by default @throws FramelatchError `usage`, and what `openWriter` throws */
export async function openHookSink(name: string | undefined, job: HookJob): Promise<PictureSink> {
  const { dialect, size, format, flip } = job;
  const { number, bytesPerPixel } = dxgiFormats[format];
  const pitch = size.width * bytesPerPixel + job.pad;
  const native = loadNative();
  const id = hookNumber(name) ?? process.pid;
  const writer = await inPlaceOfLeftover(native, () =>
    native.openWriter({ dialect, id, ...size, pitch, format: number, flip }),
  );
  return {
    title: `${writer.hookInfoName}  ${size.width}x${size.height} ${format}, pitch ${pitch}`,
    shape: packedShape(size, format, bytesPerPixel, { pitch, flip }),
    publish: (picture) => writer.publish(picture) >= 0,
    close: () => writer.close(),
  };
}

function hookNumber(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  if (/^\d{1,15}$/.test(name)) return Number(name);
  throw wrongUsage(
    'send',
    `found '${name}', expected a whole number for a capture hook`,
    'Give a number, or another layout with --layout.',
  );
}
