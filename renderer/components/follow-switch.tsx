import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';

import type { Following } from '../hooks/use-follow';
import { useStrings } from '../strings/strings';

interface FollowSwitchProps extends Following {
  /** What else can be done with the program: it stands beside the switch. */
  readonly children: ReactNode;
}

/** Whether the next start of the open source's program is opened by itself. */
export function FollowSwitch({ program, isFollowed, follow, children }: FollowSwitchProps) {
  const { follow: strings } = useStrings();
  if (program === null) return null;
  return (
    <section className="attach follow" aria-label={strings.title}>
      <div className="follow-row">
        <Switch className="switch" isSelected={isFollowed} onChange={follow} data-testid="follow">
          <span className="track" aria-hidden="true" />
          <span className="switch-label">{strings.label(program)}</span>
        </Switch>
        {children}
      </div>
      <p>{strings.explain}</p>
    </section>
  );
}
