import { loadNative, RawWriter, VirtualCameraWriter, XwdWriter, type PictureWriter } from '../../engine/index';
import { dxgiFormatName, dxgiFormats, otherFormats, type DxgiFormatName } from '../../protocol/dxgi';
import { defaultYuv, type RawDescription, type Reading, type YuvCoding } from '../../protocol/reading';
import { inPlaceOfLeftover } from '../leftover';
import { wrongUsage } from '../option-rules';
import type { Size } from '../options';
import { escapeText } from '../text';
import { nv12Shape, packedShape, type PictureSink, type StoredShape } from './sink';

export interface LayoutJob {
  readonly reading: Reading;
  readonly size: Size;
  readonly fps: number;
  /** Pictures come from outside, as they are stored; else as R8G8B8A8 where NV12 is stored. */
  readonly fromOutside: boolean;
}

interface Opened {
  readonly writer: PictureWriter;
  readonly shape: StoredShape;
}

/** @throws FramelatchError `usage`, `mapping-exists`, `no-space`, `file-unwritable` */
export async function openLayoutSink(name: string | undefined, job: LayoutJob): Promise<PictureSink> {
  const { writer, shape } = await inPlaceOfLeftover(loadNative(), () => open(name, job));
  return {
    title: `${escapeText(writer.name)}  ${job.reading.layout} ${shape.width}x${shape.height}`,
    shape,
    publish: (picture) => writer.publish(picture),
    close: () => writer.close(),
  };
}

function open(name: string | undefined, { reading, size, fps, fromOutside }: LayoutJob): Opened {
  const { layout, raw, yuv = defaultYuv } = reading;
  const coding = fromOutside ? null : yuv;
  if (layout === 'virtual-camera') {
    const writer = new VirtualCameraWriter(name ?? 'OBSVirtualCamVideo', { ...size, fps, yuv: coding });
    return { writer, shape: shapeOfNv12(size, coding) };
  }
  if (layout === 'xwd') {
    const writer = new XwdWriter(required(name, 'a file’s path'), size.width, size.height);
    return { writer, shape: packedShape(size, 'B8G8R8X8_UNORM', 4) };
  }
  if (!raw)
    throw wrongUsage('send', 'the layout has no description', "Give it: --layout 'raw 640x480 B8G8R8A8_UNORM'.");
  return openRaw(required(name, 'a name'), raw, coding);
}

function openRaw(name: string, raw: RawDescription, coding: YuvCoding | null): Opened {
  if (raw.format === otherFormats.NV12) {
    const pitch = raw.pitch || raw.width;
    const writer = new RawWriter(name, raw, (pitch * raw.height * 3) / 2, coding);
    return { writer, shape: shapeOfNv12(raw, coding, { pitch, flip: raw.flip }) };
  }
  const format = dxgiFormatName(raw.format) as DxgiFormatName;
  const { bytesPerPixel } = dxgiFormats[format];
  const pitch = raw.pitch || raw.width * bytesPerPixel;
  const writer = new RawWriter(name, raw, pitch * raw.height, null);
  return { writer, shape: packedShape(raw, format, bytesPerPixel, { pitch, flip: raw.flip }) };
}

/** Where the writer makes NV12 itself, it is given R8G8B8A8. */
function shapeOfNv12(
  size: Size,
  coding: YuvCoding | null,
  stored: { pitch?: number; flip?: boolean } = {},
): StoredShape {
  return coding ? packedShape(size, 'R8G8B8A8_UNORM', 4, { flip: stored.flip ?? false }) : nv12Shape(size, stored);
}

export function required(name: string | undefined, what: string): string {
  if (name !== undefined) return name;
  throw wrongUsage('send', `found no name, expected ${what}`, 'Put it behind `framelatch send`.');
}
