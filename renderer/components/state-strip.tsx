import { dxgiFormats } from '../../protocol/dxgi';
import type { SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import { wordsOf } from '../words';
import { Note } from './hint';

/**
 * Between toolbar and picture: the state in words, how old the picture is, and what is to be known of its colours.
 * It has its place at all times, so that nothing moves or is covered when a producer stalls or dies.
 */
export function StateStrip({ update, hasPicture }: { update: SessionUpdate; hasPicture: boolean }) {
  const strings = useStrings();
  const { state, shape, suspect } = update;
  const words = wordsOf(state, hasPicture, strings);
  const isTold = hasPicture || state.kind === 'live';
  return (
    <div className={`strip ${state.kind} ${isTold ? '' : 'bare'}`} data-testid="banner">
      <span className="dot" aria-hidden="true" />
      <strong role="status">{isTold ? words.title : strings.state.names[state.kind]}</strong>
      {words.age && (
        <span className="age" data-testid="age">
          {words.age}
        </span>
      )}
      {isTold && (
        <span className="evidence">
          {state.kind === 'failed' ? strings.state.kept : `${words.evidence} ${words.next}`}
        </span>
      )}
      <span className="spring" />
      {suspect && (
        <Note className="tag warn" hint={strings.state.suspectHint} testId="suspect">
          {strings.state.suspect}
        </Note>
      )}
      {shape && <ColorNote format={shape.format} />}
    </div>
  );
}

/** What is assumed or lost on the way to 8-bit sRGB is never silent. */
function ColorNote({ format }: { format: number }) {
  const { status } = useStrings();
  if (format === dxgiFormats.R10G10B10A2_UNORM.number) {
    return (
      <Note className="tag" hint={status.assumedSrgbHint} testId="status-color">
        {status.assumedSrgb}
      </Note>
    );
  }
  const isFloat = format === dxgiFormats.R16G16B16A16_FLOAT.number || format === dxgiFormats.R32G32B32A32_FLOAT.number;
  if (!isFloat) return null;
  return (
    <Note className="tag" hint={status.clippedHint} testId="status-color">
      {status.clipped}
    </Note>
  );
}
