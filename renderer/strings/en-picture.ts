import type { PictureFacts } from '../../protocol/frame';
import { count } from './numbers';

/* What a picture is besides its pixels. */

const hex = (value: number) => value.toString(16).padStart(2, '0');

export const pictureFacts = {
  allBlack: 'All black',
  oneColor: (color: NonNullable<PictureFacts['uniform']>) => `One colour #${color.map(hex).join('')}`,
  alphaZero: 'Alpha 0 everywhere',
  uniformHint:
    'Every pixel of the frame that is shown has this one colour. The frame is read as its producer wrote it.',
  alphaHint: 'The format stores alpha, and it is 0 in every pixel. The picture is shown without it: opaque.',
  unwritten: (bytes: number) => `${count(bytes)} bytes never written (shown as black)`,
  unwrittenHint: 'The producer has reserved this memory and never wrote it. Framelatch does not touch it either.',
  unchanged: (seconds: number) => `Unchanged for ${count(seconds)} s`,
  unchangedHint: 'Frames come, and every one of them holds this same picture.',
  shown: (size: string) => `Showing ${size}`,
  shownHint: 'The source has another size by now, and no frame of that size has come yet.',
};
