import { Switch } from 'react-aria-components';

import type { AttachView } from '../../protocol/session';
import type { AttachControl } from '../hooks/use-attach';
import { useStrings } from '../strings/strings';
import { AttachQuestion } from './attach-question';

interface AttachSwitchProps {
  readonly attach: AttachView;
  readonly control: Pick<AttachControl, 'attach' | 'question' | 'answer'>;
}

/** The one thing in the window that writes to a producer; off until somebody turns it on. */
export function AttachSwitch({ attach, control }: AttachSwitchProps) {
  const { attach: strings } = useStrings();
  const { state } = attach;
  return (
    <section className={`attach ${state}`} aria-label={strings.title}>
      <Switch
        className="switch"
        isSelected={state !== 'off'}
        isDisabled={state === 'attaching'}
        onChange={control.attach}
        data-testid="attach"
      >
        <span className="track" aria-hidden="true" />
        {strings.label}
      </Switch>
      <p role="status" data-testid="attach-state">
        {strings.states[state]}
      </p>
      {control.question && <AttachQuestion question={control.question} onAnswer={control.answer} />}
    </section>
  );
}
