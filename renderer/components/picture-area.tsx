import type { Settings } from '../../protocol/ipc';
import type { SessionUpdate } from '../../protocol/session';
import type { Shell } from '../shell/shell';
import { useStrings } from '../strings/strings';
import { Banner } from './banner';
import { LiveCanvas } from './live-canvas';
import { StatePanel } from './state-panel';

interface PictureAreaProps {
  readonly shell: Shell;
  readonly session: number | null;
  readonly update: SessionUpdate | null;
  readonly settings: Settings;
  readonly measure: boolean;
}

/** The picture; in its place, while there is none, what is the matter; over it, when it is old or suspect, a banner. */
export function PictureArea({ shell, session, update, settings, measure }: PictureAreaProps) {
  const { picture } = useStrings();
  if (session === null) {
    return (
      <section className="picture-area">
        <div className="panel" data-testid="no-source">
          <p className="panel-title">{picture.none}</p>
          <p>{picture.noneNext}</p>
        </div>
      </section>
    );
  }
  const hasPicture = (update?.counters.delivered ?? 0) > 0;
  const isOld = hasPicture && update?.state.kind !== 'live';
  return (
    <section
      className={`picture-area ${isOld ? 'old' : ''}`}
      data-testid="picture-area"
      data-state={update?.state.kind}
    >
      <LiveCanvas
        key={session}
        shell={shell}
        session={session}
        settings={settings}
        measure={measure}
        isShown={hasPicture}
      />
      {update && hasPicture && <Banner update={update} />}
      {update && !hasPicture && <StatePanel state={update.state} />}
    </section>
  );
}
