import { StoredCanvas, type CanvasShape } from './canvas';
import { drawDigits, glyphColumns, glyphRows } from './digits';
import type { Rgb } from './encode';

export const patternNames = ['bars', 'gradient', 'clock'] as const;
export type PatternName = (typeof patternNames)[number];

/** A moving test picture: `next` draws the frame of that number and returns it as it is stored. */
export interface Pattern {
  next(number: number): Buffer;
}

export const barColors: readonly Rgb[] = [
  [255, 255, 255],
  [255, 255, 0],
  [0, 255, 255],
  [0, 255, 0],
  [255, 0, 255],
  [255, 0, 0],
  [0, 0, 255],
  [0, 0, 0],
];
const ink: Rgb = [255, 255, 255];
const paper: Rgb = [18, 20, 24];
const accent: Rgb = [255, 138, 0];

export function createPattern(name: PatternName, shape: CanvasShape): Pattern {
  const canvas = new StoredCanvas(shape);
  if (name === 'clock') return clock(canvas);
  if (name === 'bars') drawBars(canvas);
  else drawGradient(canvas);
  canvas.keepBackground();
  return { next: (number) => sweep(canvas, number) };
}

function drawBars(canvas: StoredCanvas): void {
  const { width, height } = canvas.shape;
  barColors.forEach((color, index) => {
    const left = Math.floor((index * width) / barColors.length);
    const right = Math.floor(((index + 1) * width) / barColors.length);
    canvas.fill(left, 0, right - left, height, color);
  });
}

function drawGradient(canvas: StoredCanvas): void {
  const { width, height } = canvas.shape;
  const level = (value: number, most: number) => Math.round((value * 255) / Math.max(1, most - 1));
  canvas.paint((x, y) => [level(x, width), level(y, height), 128]);
}

/** The lowest eighth shows that time passes: a block that moves one step a frame. */
function sweep(canvas: StoredCanvas, number: number): Buffer {
  const { width, height } = canvas.shape;
  const size = Math.max(1, Math.floor(height / 8));
  const y = height - size;
  const steps = Math.max(1, Math.floor(width / 4));
  const at = (step: number) => (((step % steps) + steps) % steps) * 4;
  canvas.restore(at(number - 1), y, size, size);
  canvas.fill(at(number), y, size, size, accent);
  return canvas.bytes;
}

function clock(canvas: StoredCanvas): Pattern {
  const { width, height } = canvas.shape;
  canvas.fill(0, 0, width, height, paper);
  canvas.keepBackground();
  const block = Math.max(1, Math.floor(Math.min(width / (12 * glyphColumns + 2), height / (3 * glyphRows + 2))));
  const lines = (number: number) => [timeText(new Date()), String(number).padStart(8, '0')];
  return {
    next: (number) => {
      canvas.restore(0, 0, width, Math.min(height, block * (glyphRows * 2 + 4)));
      lines(number).forEach((text, index) => {
        drawDigits(canvas, text, block, block + index * block * (glyphRows + 1), block, index ? accent : ink);
      });
      return sweep(canvas, number);
    },
  };
}

function timeText(date: Date): string {
  return date.toISOString().slice(11, 23);
}
