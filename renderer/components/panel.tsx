import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import type { SessionUpdate } from '../../protocol/session';
import type { TestPatternControl } from '../hooks/use-test-pattern';
import { useStrings } from '../strings/strings';
import { contextOf, wordsOf, type FollowedProgram } from '../words';
import { ErrorDetails } from './error-details';
import { Prose } from './prose';
import { StartTestPattern } from './test-pattern';

interface PanelProps {
  readonly title: string;
  readonly tone: string;
  readonly testId: string;
  readonly role?: 'status' | 'alert';
  readonly children: ReactNode;
}

/** In the place of a picture that is not there: what is the matter, how that is known, what to do. */
function Panel({ title, tone, testId, role = 'status', children }: PanelProps) {
  return (
    <div className={`panel ${tone}`} role={role} data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function StatePanel({ update, followed }: { update: SessionUpdate; followed: FollowedProgram }) {
  const strings = useStrings();
  const { state } = update;
  const words = wordsOf(state, contextOf(update, false, followed), strings);
  return (
    <Panel title={words.title} tone={state.kind} testId="state-panel">
      {state.kind === 'failed' ? (
        <ErrorDetails error={state.error} />
      ) : (
        <>
          <p>
            <Prose text={words.evidence} />
          </p>
          <p className="next">
            <Prose text={words.next} />
          </p>
        </>
      )}
    </Panel>
  );
}

/** A request that failed while nothing is open. */
export function ErrorPanel({ error, onDismiss }: { error: ErrorInfo; onDismiss: () => void }) {
  const { error: strings } = useStrings();
  return (
    <Panel title={strings.titles[error.code] ?? strings.title(error)} tone="failed" testId="error-bar" role="alert">
      <ErrorDetails error={error} />
      <Button className="button small dismiss" onPress={onDismiss}>
        {strings.dismiss}
      </Button>
    </Panel>
  );
}

export function NoSourcePanel({ isEmpty, pattern }: { isEmpty: boolean; pattern: TestPatternControl }) {
  const { picture } = useStrings();
  return (
    <Panel title={picture.none} tone="none" testId="no-source">
      <p className="next">{isEmpty ? picture.noneSend : picture.noneNext}</p>
      <StartTestPattern pattern={pattern} />
      <p>{picture.looksOnly}</p>
    </Panel>
  );
}
