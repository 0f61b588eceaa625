import { dxgiFormats, otherFormats } from '../../protocol/dxgi';
import { defaultYuv } from '../../protocol/reading';
import type { SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import { contextOf, pictureWords, unchangedSeconds, wordsOf, type FollowedProgram } from '../words';
import { Note } from './hint';
import { Prose } from './prose';

interface StateStripProps {
  readonly update: SessionUpdate;
  readonly hasPicture: boolean;
  readonly followed: FollowedProgram;
}

/**
 * Between toolbar and picture: the state in words, how old the picture is, and what is to be known of its colours.
 * It has its place at all times, so that nothing moves or is covered when a producer stalls or dies.
 */
export function StateStrip({ update, hasPicture, followed }: StateStripProps) {
  const strings = useStrings();
  const { state, suspect } = update;
  const words = wordsOf(state, contextOf(update, hasPicture, followed), strings);
  const isTold = hasPicture || state.kind === 'live';
  const told = state.kind === 'failed' ? strings.state.kept : `${words.evidence} ${words.next}`.trim();
  return (
    <div className={`strip ${state.kind} ${isTold ? '' : 'bare'} ${doubtOf(update)}`} data-testid="banner">
      <span className="dot" aria-hidden="true" />
      <strong role="status">{isTold ? words.title : strings.state.names[state.kind]}</strong>
      {hasPicture && <PictureFacts update={update} />}
      {words.age && (
        <span className="age" data-testid="age">
          {words.age}
        </span>
      )}
      {isTold && (
        <Note className="evidence" hint={told} testId="evidence">
          <Prose text={told} />
        </Note>
      )}
      <span className="spring" />
      {hasPicture && <UnchangedNote update={update} />}
      {hasPicture && <ShownSize update={update} />}
      {suspect && (
        <Note className="tag warn" hint={strings.state.suspectHint} testId="suspect">
          {strings.state.suspect}
        </Note>
      )}
      <ColorNote update={update} />
    </div>
  );
}

/** How far frames that come are in doubt: `blank` = nothing can be seen in them, `note` = something is to be known. */
export function doubtOf(update: SessionUpdate): '' | 'blank' | 'note' {
  const { picture } = update;
  if (!picture) return '';
  if (picture.uniform || picture.unwrittenBytes > 0) return 'blank';
  return picture.alphaZero || unchangedSeconds(update) !== null ? 'note' : '';
}

/** Why somebody may see nothing, said of the frame that is shown. */
function PictureFacts({ update }: { update: SessionUpdate }) {
  const strings = useStrings();
  return (
    <span className="picture-facts" role="status" data-testid="picture-facts">
      {pictureWords(update, strings).map(({ text, hint, isBlank }) => (
        <Note key={text} className={isBlank ? 'tag warn' : 'tag'} hint={hint} testId="picture-fact">
          {text}
        </Note>
      ))}
    </span>
  );
}

/** Frames come and bring nothing new; no live region, as its text changes every second. */
function UnchangedNote({ update }: { update: SessionUpdate }) {
  const { pictureFacts: strings } = useStrings();
  const seconds = unchangedSeconds(update);
  if (seconds === null) return null;
  return (
    <Note className="tag" hint={strings.unchangedHint} testId="unchanged">
      {strings.unchanged(seconds)}
    </Note>
  );
}

/** After a resize without a frame, the picture is still of the size before. */
function ShownSize({ update: { shape, shown } }: { update: SessionUpdate }) {
  const { pictureFacts: strings, status } = useStrings();
  if (!shape || !shown || (shape.width === shown.width && shape.height === shown.height)) return null;
  return (
    <Note className="tag warn" hint={strings.shownHint} testId="shown-size">
      {strings.shown(status.size(shown.width, shown.height))}
    </Note>
  );
}

/** What is assumed or lost on the way to 8-bit sRGB is never silent. */
function ColorNote({ update: { shape, reading } }: { update: SessionUpdate }) {
  const { status, details } = useStrings();
  if (shape?.format === otherFormats.NV12 && !reading.yuv) {
    return (
      <Note className="tag" hint={status.assumedYuvHint} testId="status-color">
        {status.assumed(details.yuvCoding(defaultYuv))}
      </Note>
    );
  }
  if (shape?.format === dxgiFormats.R10G10B10A2_UNORM.number) {
    return (
      <Note className="tag" hint={status.assumedSrgbHint} testId="status-color">
        {status.assumed('sRGB')}
      </Note>
    );
  }
  const isFloat =
    shape?.format === dxgiFormats.R16G16B16A16_FLOAT.number || shape?.format === dxgiFormats.R32G32B32A32_FLOAT.number;
  if (!isFloat) return null;
  return (
    <Note className="tag" hint={status.clippedHint} testId="status-color">
      {status.clipped}
    </Note>
  );
}
