import { assertNever } from '../../protocol/assert';
import type { SessionState, SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import type { Strings } from '../strings/en';

/** Over a picture that is not live: what is the matter, how old the picture is, what happens next. */
export function Banner({ update }: { update: SessionUpdate }) {
  const strings = useStrings();
  const words = wordsFor(update.state, strings);
  if (!words && !update.suspect) return null;
  return (
    <div className={`banner ${update.state.kind}`} role="status" data-testid="banner">
      {words && (
        <p>
          <strong>{words.what}</strong> {words.next}
        </p>
      )}
      {update.suspect && (
        <p className="suspect" data-testid="suspect">
          {strings.state.suspect}
        </p>
      )}
    </div>
  );
}

function wordsFor(state: SessionState, { state: strings, error }: Strings): { what: string; next: string } | null {
  switch (state.kind) {
    case 'live':
    case 'waiting-for-first-frame':
      return null;
    case 'searching':
      return { what: strings.searching(state.name), next: strings.searchingNext };
    case 'stalled':
      return { what: strings.stalled(strings.age(state.quietForMs)), next: strings.stalledNext };
    case 'producer-gone':
      return {
        what: strings.gone(state.reason, state.producer, strings.age(state.quietForMs)),
        next: strings.goneNext,
      };
    case 'failed':
      return { what: error.line(state.error), next: error.next(state.error) };
    default:
      return assertNever(state);
  }
}
