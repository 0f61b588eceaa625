import type { StoredCanvas } from './canvas';
import type { Rgb } from './encode';

// Rows of 3 bits, top first: a clock must be readable at any size, no more.
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 7, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 1, 1, 1],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  ':': [0, 2, 0, 2, 0],
  '.': [0, 0, 0, 0, 2],
};

export const glyphColumns = 4;
export const glyphRows = 5;

/** Draws digits with blocks of `block` pixels. */
export function drawDigits(canvas: StoredCanvas, text: string, x: number, y: number, block: number, color: Rgb): void {
  [...text].forEach((character, index) => {
    (glyphs[character] ?? []).forEach((bits, row) => {
      for (let column = 0; column < 3; column++) {
        if (!(bits & (4 >> column))) continue;
        canvas.fill(x + (index * glyphColumns + column) * block, y + row * block, block, block, color);
      }
    });
  });
}
