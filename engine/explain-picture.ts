import type { FrameHeader, PictureFacts } from '../protocol/frame';
import { otherFormats } from '../protocol/dxgi';
import { defaultYuv, type Reading, type YuvCoding } from '../protocol/reading';

/** How luma and chroma were turned into colours; `assumed` where nobody said how, and the source cannot say it. */
export interface ToldCoding extends YuvCoding {
  readonly assumed: boolean;
}

/** `null` for a format that holds colours. */
export function codingOf(format: number, { yuv }: Reading): ToldCoding | null {
  if (format !== otherFormats.NV12) return null;
  return { ...(yuv ?? defaultYuv), assumed: yuv === undefined };
}

/** `BT.709 limited range, assumed` */
export function codingText({ matrix, range, assumed }: ToldCoding): string {
  return `${matrix === 'bt709' ? 'BT.709' : 'BT.601'} ${range} range${assumed ? ', assumed' : ''}`;
}

/** What keeps somebody from seeing something in a picture that is shown as it is; in words that follow “the picture is”. */
export function pictureRemarks({ uniform, alphaZero, unwrittenBytes }: PictureFacts): readonly string[] {
  const colour = uniform?.map((level) => level.toString(16).padStart(2, '0')).join('');
  return [
    ...(colour === undefined ? [] : [colour === '000000' ? 'all black' : `one colour #${colour}`]),
    ...(alphaZero ? ['alpha 0 everywhere'] : []),
    ...(unwrittenBytes > 0 ? [`${unwrittenBytes} bytes never written, shown as zero`] : []),
  ];
}

/** What is said of a picture beside its pixels, as JSON has it. */
export function pictureReport({ format, picture }: Pick<FrameHeader, 'format' | 'picture'>, reading: Reading) {
  return { picture, coding: codingOf(format, reading) };
}
