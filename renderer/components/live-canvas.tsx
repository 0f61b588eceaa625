import { useEffect, useRef } from 'react';

import type { ErrorInfo } from '../../protocol/errors';
import { place, visiblePart, type Placement, type View } from '../geometry';
import { usePan } from '../hooks/use-pan';
import { usePictureFocus } from '../hooks/use-picture-focus';
import { useViewSize } from '../hooks/use-view-size';
import type { Settings } from '../../protocol/ipc';
import type { Shell } from '../shell/shell';
import { startStream } from '../stream';
import { useStrings } from '../strings/strings';
import type { FrameReport } from '../worker/messages';

interface LiveCanvasProps {
  readonly shell: Shell;
  readonly session: number;
  readonly name: string;
  readonly settings: Settings;
  readonly measure: boolean;
  readonly frame: FrameReport | null;
  readonly mark: 'old' | 'suspect' | null;
  readonly onFrame: (frame: FrameReport) => void;
  readonly onLost: () => void;
  readonly onFailed: (error: ErrorInfo) => void;
  readonly onScale: (scale: number) => void;
}

/** A canvas whose pixels are the worker's: React only places it. One for each session, never reused. */
export function LiveCanvas(props: LiveCanvasProps) {
  const { session, name, settings, frame, mark, onScale } = props;
  const { picture, status } = useStrings();
  const frameElement = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useViewSize(frameElement);
  const { pan, handlers } = usePan();
  useStream(canvas, props);
  usePictureFocus(frameElement);
  const size = frame ?? { width: 0, height: 0 };
  const placement = place(frame ?? { width: 1, height: 1 }, view, settings.fit, pan);
  const { left, top, width, height, scale, slack } = placement;
  useEffect(() => onScale(scale), [onScale, scale]);
  const canMove = slack.x > 0 || slack.y > 0;
  return (
    <>
      {mark && frame && <Mark kind={mark} placement={placement} view={view} />}
      {/* Moved with the arrow keys when it is larger than its view: that is what makes the tab stop right here. */}
      <div
        ref={frameElement}
        className={`view ${canMove ? 'movable' : ''}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={canMove ? 0 : -1}
        role="region"
        aria-label={picture.label(name, status.size(size.width, size.height))}
        {...handlers(slack)}
      >
        <canvas
          ref={canvas}
          className={settings.pixelated ? 'pixelated' : ''}
          style={{ left, top, width, height, visibility: frame ? 'visible' : 'hidden' }}
          data-testid="canvas"
          data-session={session}
          data-size={`${size.width}x${size.height}`}
        />
      </div>
    </>
  );
}

function useStream(canvas: React.RefObject<HTMLCanvasElement | null>, props: LiveCanvasProps): void {
  const { shell, session, measure } = props;
  // A canvas goes to its worker once: new listeners must not start another.
  const listeners = useRef(props);
  useEffect(() => {
    listeners.current = props;
  });
  useEffect(() => {
    if (!canvas.current) return undefined;
    return startStream({
      shell,
      session,
      canvas: canvas.current,
      measure,
      onFrame: (frame) => listeners.current.onFrame(frame),
      onLost: () => listeners.current.onLost(),
      onFailed: (error) => listeners.current.onFailed(error),
    });
  }, [canvas, shell, session, measure]);
}

const markWidth = 5;

/** Around the visible part of a picture that is old or suspect: its pixels are what the user came for, so none is covered. */
function Mark({ kind, placement, view }: { kind: 'old' | 'suspect'; placement: Placement; view: View }) {
  const { left, top, width, height } = visiblePart(placement, view);
  return (
    <div
      className={`mark ${kind}`}
      data-testid={`mark-${kind}`}
      style={{
        left: left - markWidth,
        top: top - markWidth,
        width: width + 2 * markWidth,
        height: height + 2 * markWidth,
      }}
    />
  );
}
