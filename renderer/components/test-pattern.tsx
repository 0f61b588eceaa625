import { Button } from 'react-aria-components';

import type { TestPatternControl } from '../hooks/use-test-pattern';
import { useStrings } from '../strings/strings';

/** Where there is nothing to look at: one click makes something. */
export function StartTestPattern({ pattern }: { pattern: TestPatternControl }) {
  const { testPattern: strings } = useStrings();
  return (
    <Button
      className="button small"
      isDisabled={pattern.isStarting || pattern.name !== null}
      onPress={pattern.start}
      data-testid="start-test-pattern"
    >
      {pattern.isStarting ? strings.starting : strings.start}
    </Button>
  );
}

/** Below the sources while it runs: it is the program's own, so the program ends it. */
export function RunningTestPattern({ pattern }: { pattern: TestPatternControl }) {
  const { testPattern: strings } = useStrings();
  if (pattern.name === null) return null;
  return (
    <section className="attach follow" aria-label={strings.title}>
      <div className="follow-row">
        <span>{strings.running}</span>
        <Button className="button small" onPress={pattern.stop} data-testid="stop-test-pattern">
          {strings.stop}
        </Button>
      </div>
    </section>
  );
}
