import { Button } from 'react-aria-components';

import type { Following } from '../hooks/use-follow';
import { useStrings } from '../strings/strings';

const mostOffered = 4;

/** The open source's program has started again: one action goes on with it. */
export function FollowBar({ program, successors, goOn }: Following) {
  const { follow: strings } = useStrings();
  if (program === null || successors.length === 0) return null;
  return (
    <div className="follow-bar" role="status" data-testid="follow-bar">
      {successors.slice(0, mostOffered).map(({ name }) => (
        <span key={name} className="offer">
          <span>{strings.back(program, name)}</span>
          <Button className="button small" onPress={() => goOn(name)} data-testid={`follow-${name}`}>
            {strings.open}
          </Button>
        </span>
      ))}
    </div>
  );
}
