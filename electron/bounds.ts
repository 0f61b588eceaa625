/** A window's place, or a display's area, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestSize = { width: 720, height: 420 };
const visibleAtLeast = 100;

/** Bounds from a file, or null when they are none. */
export function validBounds(value: unknown): Bounds | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height } = value as Record<string, unknown>;
  if (!isInteger(x) || !isInteger(y) || !isInteger(width) || !isInteger(height)) return null;
  return width < smallestSize.width || height < smallestSize.height ? null : { x, y, width, height };
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Whether enough of a window lies in a display's work area to be seen and dragged: displays come and go. */
export function isVisible(window: Bounds, area: Bounds): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return width >= visibleAtLeast && height >= visibleAtLeast;
}
