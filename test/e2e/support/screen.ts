import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import type { Page } from 'playwright-core';

import { decodePng, type Decoded } from '../../support/decode';
import { picturePath } from './pictures';

/**
 * What is on the screen where the canvas is, at 1:1, decoded by the independent decoder; null while it is not shown, and
 * when it moved or grew under the camera: the picture would be a part of it, of a size that it no longer has.
 */
export async function canvasOnScreen(page: Page, name: string): Promise<Decoded | null> {
  const canvas = page.getByTestId('canvas');
  if ((await canvas.count()) === 0 || !(await canvas.isVisible())) return null;
  const box = await canvas.boundingBox();
  if (!box) return null;
  const photo = await page.screenshot({ clip: { ...box, x: Math.round(box.x), y: Math.round(box.y) } });
  if (!isDeepStrictEqual(await canvas.boundingBox(), box)) return null;
  const path = picturePath(name);
  writeFileSync(path, photo);
  return decodePng(path);
}

// Two cores draw without a GPU, and other tests run beside this one.
const longestMs = 45_000;

export type Rgb = readonly [number, number, number];

/** Whether every sampled pixel of a picture has one colour: corners, edges, centre. */
export function isAll(picture: Decoded, color: Rgb): boolean {
  const { width, height } = picture;
  const xs = [0, 1, Math.floor(width / 2), width - 2, width - 1];
  const ys = [0, 1, Math.floor(height / 2), height - 2, height - 1];
  return xs.every((x) => ys.every((y) => String(picture.at(x, y).slice(0, 3)) === String(color)));
}

/** Waits until the canvas on the screen shows one colour; fails with what it showed last. */
export async function waitForColor(page: Page, color: Rgb, name: string): Promise<Decoded> {
  let picture: Decoded | null = null;
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    const seen = await canvasOnScreen(page, name);
    if (seen && isAll(seen, color)) return seen;
    picture = seen ?? picture;
    await page.waitForTimeout(250);
  }
  throw new Error(`the screen never showed ${color}; in the middle it showed ${picture?.at(10, 10) ?? 'nothing'}`);
}
