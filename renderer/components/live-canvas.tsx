import { useEffect, useRef, useState } from 'react';

import type { Settings } from '../../protocol/ipc';
import type { Shell } from '../shell/shell';
import { startStream } from '../stream';
import { useStrings } from '../strings/strings';

interface LiveCanvasProps {
  readonly shell: Shell;
  readonly session: number;
  readonly settings: Settings;
  readonly measure: boolean;
  readonly isShown: boolean;
}

const scrollStep = 64;

/** A canvas whose pixels are the worker's: React only sizes it. One for each session, never reused. */
export function LiveCanvas({ shell, session, settings, measure, isShown }: LiveCanvasProps) {
  const { picture } = useStrings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!canvas.current) return undefined;
    return startStream({ shell, session, canvas: canvas.current, measure, onSize: setSize });
  }, [shell, session, measure]);
  useEffect(() => {
    if (!canvas.current) return;
    // Source pixels are device pixels at 1:1, whatever the display's scale.
    const scale = window.devicePixelRatio;
    canvas.current.style.width = settings.fit === 'fit' ? '' : `${size.width / scale}px`;
    canvas.current.style.height = settings.fit === 'fit' ? '' : `${size.height / scale}px`;
  }, [size, settings.fit]);
  return (
    // Scrollable with the keyboard as well: that is what makes a region with a tab stop right here.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={`viewport ${settings.fit}`} tabIndex={0} role="region" aria-label={picture.label} onKeyDown={pan}>
      <canvas
        ref={canvas}
        className={`${settings.pixelated ? 'pixelated' : ''} ${isShown ? '' : 'hidden'}`}
        data-testid="canvas"
        data-size={`${size.width}x${size.height}`}
      />
    </div>
  );
}

function pan(event: React.KeyboardEvent<HTMLDivElement>): void {
  const steps: Record<string, [number, number]> = {
    ArrowLeft: [-scrollStep, 0],
    ArrowRight: [scrollStep, 0],
    ArrowUp: [0, -scrollStep],
    ArrowDown: [0, scrollStep],
  };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  event.currentTarget.scrollBy(...step);
}
