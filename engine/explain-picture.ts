import { unchangedTellsMs, type FrameHeader, type PictureFacts } from '../protocol/frame';
import { dxgiFormats, otherFormats } from '../protocol/dxgi';
import { defaultYuv, type Reading, type YuvCoding } from '../protocol/reading';

/** How luma and chroma were turned into colours; `assumed` where nobody said how, and the source cannot say it. */
interface YuvTold extends YuvCoding {
  readonly assumed: boolean;
}

/** What is assumed of, or lost from, a format that holds colours on their way to 8-bit sRGB. */
interface ColourTold {
  readonly transfer: 'sRGB' | 'scRGB';
  /** Nothing in the header says it: R10G10B10A2 may hold Rec.2100 PQ as well. */
  readonly assumed: boolean;
  /** What is brighter than sRGB white is shown as white. */
  readonly clipped: boolean;
}

export type ToldCoding = YuvTold | ColourTold;

const floats = new Set<number>([dxgiFormats.R32G32B32A32_FLOAT.number, dxgiFormats.R16G16B16A16_FLOAT.number]);

/** `null` where nothing is assumed and nothing lost. */
export function codingOf(format: number, { yuv }: Reading): ToldCoding | null {
  if (format === otherFormats.NV12) return { ...(yuv ?? defaultYuv), assumed: yuv === undefined };
  if (format === dxgiFormats.R10G10B10A2_UNORM.number) return { transfer: 'sRGB', assumed: true, clipped: false };
  return floats.has(format) ? { transfer: 'scRGB', assumed: false, clipped: true } : null;
}

/** `BT.709 limited range, assumed`; `scRGB, clipped to SDR` */
export function codingText(coding: ToldCoding): string {
  const assumed = coding.assumed ? ', assumed' : '';
  if ('transfer' in coding) return `${coding.transfer}${coding.clipped ? ', clipped to SDR' : ''}${assumed}`;
  return `${coding.matrix === 'bt709' ? 'BT.709' : 'BT.601'} ${coding.range} range${assumed}`;
}

/** What keeps somebody from seeing something in a picture that is shown as it is; in words that follow “the picture is”. */
export function pictureRemarks({
  uniform,
  alphaZero,
  unwrittenBytes,
  unchangedForMs,
}: PictureFacts): readonly string[] {
  const colour = uniform?.map((level) => level.toString(16).padStart(2, '0')).join('');
  return [
    ...(colour === undefined ? [] : [colour === '000000' ? 'all black' : `one colour #${colour}`]),
    ...(alphaZero ? ['alpha 0 everywhere'] : []),
    ...(unchangedForMs >= unchangedTellsMs ? [`unchanged for ${Math.floor(unchangedForMs / 1000)} s`] : []),
    ...(unwrittenBytes > 0 ? [`${unwrittenBytes} bytes never written, shown as zero`] : []),
  ];
}

/** What is said of a picture beside its pixels, as JSON has it. */
export function pictureReport({ format, picture }: Pick<FrameHeader, 'format' | 'picture'>, reading: Reading) {
  return { picture, coding: codingOf(format, reading) };
}
