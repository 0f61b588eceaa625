import { useRef, useState, type KeyboardEvent, type PointerEvent, type WheelEvent } from 'react';

import { clampPan, type Point } from '../geometry';

const keyStep = 64;
const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: keyStep, y: 0 },
  ArrowRight: { x: -keyStep, y: 0 },
  ArrowUp: { x: 0, y: keyStep },
  ArrowDown: { x: 0, y: -keyStep },
};

interface PanHandlers {
  onWheel(event: WheelEvent): void;
  onKeyDown(event: KeyboardEvent): void;
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(): void;
}

/** How far a picture is moved from the middle: by scrolling, dragging or the arrow keys, within its slack. */
export function usePan(): { pan: Point; handlers: (slack: Point) => PanHandlers } {
  const [pan, setPan] = useState<Point>({ x: 0, y: 0 });
  const dragged = useRef<Point | null>(null);
  const handlers = (slack: Point): PanHandlers => {
    const move = (x: number, y: number) =>
      setPan((current) => {
        const from = clampPan(current, slack);
        return clampPan({ x: from.x + x, y: from.y + y }, slack);
      });
    return {
      onWheel: ({ deltaX, deltaY, shiftKey }) => (shiftKey ? move(-deltaY, -deltaX) : move(-deltaX, -deltaY)),
      onKeyDown: (event) => {
        const step = steps[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        move(step.x, step.y);
      },
      onPointerDown: (event) => {
        if (event.button !== 0 || (slack.x === 0 && slack.y === 0)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove: ({ clientX, clientY }) => {
        if (!dragged.current) return;
        move(clientX - dragged.current.x, clientY - dragged.current.y);
        dragged.current = { x: clientX, y: clientY };
      },
      onPointerUp: () => {
        dragged.current = null;
      },
    };
  };
  return { pan, handlers };
}
