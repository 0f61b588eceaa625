import type { FitMode } from '../protocol/ipc';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The view that the picture is seen through: its size in CSS pixels, and device pixels per CSS pixel. */
export interface View extends Size {
  readonly pixelRatio: number;
}

/** Where a picture lies in its view, in CSS pixels. */
export interface Placement extends Size {
  readonly left: number;
  readonly top: number;
  /** Device pixels per source pixel. */
  readonly scale: number;
  /** How far it can be moved to either side. */
  readonly slack: Point;
}

/**
 * Places a picture: in whole device pixels, so that 1:1 is exact on every display.
 * @param pan how far it is moved from the middle, in CSS pixels
 */
export function place(source: Size, view: View, fit: FitMode, pan: Point): Placement {
  const { pixelRatio } = view;
  const room = { width: Math.floor(view.width * pixelRatio), height: Math.floor(view.height * pixelRatio) };
  const scale = fit === 'fit' ? Math.min(room.width / source.width, room.height / source.height) : 1;
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const slack = {
    x: Math.max(0, (width - room.width) / 2 / pixelRatio),
    y: Math.max(0, (height - room.height) / 2 / pixelRatio),
  };
  const moved = clampPan(pan, slack);
  return {
    left: Math.round((room.width - width) / 2 + moved.x * pixelRatio) / pixelRatio,
    top: Math.round((room.height - height) / 2 + moved.y * pixelRatio) / pixelRatio,
    width: width / pixelRatio,
    height: height / pixelRatio,
    scale,
    slack,
  };
}

/** Keeps a picture that is larger than its view filling it. */
export function clampPan({ x, y }: Point, slack: Point): Point {
  return { x: Math.min(slack.x, Math.max(-slack.x, x)), y: Math.min(slack.y, Math.max(-slack.y, y)) };
}

/** The part of the view that the picture covers. */
export function visiblePart({ left, top, width, height }: Placement, view: Size): Size & { left: number; top: number } {
  const start = { left: Math.max(0, left), top: Math.max(0, top) };
  const end = { right: Math.min(view.width, left + width), bottom: Math.min(view.height, top + height) };
  return { ...start, width: end.right - start.left, height: end.bottom - start.top };
}
