import type { ErrorInfo } from '../../protocol/errors';
import type { Settings } from '../../protocol/ipc';
import type { SessionUpdate } from '../../protocol/session';
import type { Shell } from '../shell/shell';
import type { FrameReport } from '../worker/messages';
import { ErrorBar } from './error-bar';
import { LiveCanvas } from './live-canvas';
import { StatePanel } from './panel';
import type { FollowedProgram } from '../words';
import { StateStrip } from './state-strip';

interface PictureAreaProps {
  readonly shell: Shell;
  readonly session: number;
  readonly update: SessionUpdate | null;
  readonly followed: FollowedProgram;
  readonly settings: Settings;
  readonly measure: boolean;
  readonly frame: FrameReport | null;
  readonly onFrame: (frame: FrameReport) => void;
  readonly onLost: () => void;
  readonly onFailed: (error: ErrorInfo) => void;
  readonly onScale: (scale: number) => void;
}

/** The state, and the picture; in its place, while there is none, what is the matter. */
export function PictureArea({ update, followed, ...canvas }: PictureAreaProps) {
  const state = update?.state ?? null;
  const hasPicture = canvas.frame !== null;
  const isOld = state !== null && state.kind !== 'live';
  return (
    <section className="picture-area" data-testid="picture-area" data-state={state?.kind}>
      {update && <StateStrip {...{ update, hasPicture, followed }} />}
      {hasPicture && state?.kind === 'failed' && <ErrorBar error={state.error} testId="failed-bar" />}
      <div className="surround">
        <LiveCanvas
          key={`${canvas.session} ${canvas.measure}`}
          {...canvas}
          name={update?.name ?? ''}
          mark={isOld ? 'old' : update?.suspect ? 'suspect' : null}
        />
        {update && update.state.kind !== 'live' && !hasPicture && <StatePanel {...{ update, followed }} />}
      </div>
    </section>
  );
}
