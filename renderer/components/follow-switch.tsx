import { Switch } from 'react-aria-components';

import type { Following } from '../hooks/use-follow';
import { useStrings } from '../strings/strings';

/** Whether the next start of the open source's program is opened by itself. */
export function FollowSwitch({ program, isFollowed, follow }: Following) {
  const { follow: strings } = useStrings();
  if (program === null) return null;
  return (
    <section className="attach follow" aria-label={strings.title}>
      <Switch className="switch" isSelected={isFollowed} onChange={follow} data-testid="follow">
        <span className="track" aria-hidden="true" />
        <span className="switch-label">{strings.label(program)}</span>
      </Switch>
      <p>{strings.explain}</p>
    </section>
  );
}
