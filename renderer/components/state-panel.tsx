import type { ReactNode } from 'react';

import { assertNever } from '../../protocol/assert';
import type { SessionState } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import { ErrorDetails } from './error-details';

/** In the place of a picture that is not there yet: what is the matter and what to do. */
export function StatePanel({ state }: { state: SessionState }) {
  return (
    <div className={`panel ${state.kind}`} role="status" data-testid="state-panel">
      <Words state={state} />
    </div>
  );
}

function Words({ state }: { state: SessionState }): ReactNode {
  const { state: strings, error } = useStrings();
  switch (state.kind) {
    case 'searching':
      return <Sentence what={strings.searching(state.name)} next={strings.searchingNext} />;
    case 'waiting-for-first-frame':
      return <Sentence what={strings.waiting[state.reason]} next={strings.waitingNext[state.reason]} />;
    case 'failed':
      return (
        <>
          <p className="panel-title">{error.titles[state.error.code] ?? error.title}</p>
          <ErrorDetails error={state.error} />
        </>
      );
    case 'live':
    case 'stalled':
      return <Sentence what={strings.names[state.kind]} next={strings.waitingNext['nothing-published']} />;
    case 'producer-gone':
      return <Sentence what={strings.names[state.kind]} next={strings.goneNext} />;
    default:
      return assertNever(state);
  }
}

function Sentence({ what, next }: { what: string; next: string }) {
  return (
    <>
      <p className="panel-title">{what}</p>
      <p>{next}</p>
    </>
  );
}
