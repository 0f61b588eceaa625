import { Switch } from 'react-aria-components';

import type { AttachView } from '../../protocol/session';
import { useStrings } from '../strings/strings';

interface AttachSwitchProps {
  readonly attach: AttachView;
  readonly onChange: (on: boolean) => void;
}

/** The one thing in the window that writes to a producer; off until somebody turns it on. */
export function AttachSwitch({ attach, onChange }: AttachSwitchProps) {
  const { attach: strings } = useStrings();
  const { state } = attach;
  return (
    <section className={`attach ${state}`} aria-label={strings.title}>
      <Switch
        className="switch"
        isSelected={state !== 'off'}
        isDisabled={state === 'attaching'}
        onChange={onChange}
        data-testid="attach"
      >
        <span className="track" aria-hidden="true" />
        {strings.label}
      </Switch>
      <p role="status" data-testid="attach-state">
        {strings.states[state]}
      </p>
    </section>
  );
}
