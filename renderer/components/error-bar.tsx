import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import { useStrings } from '../strings/strings';
import { ErrorDetails } from './error-details';

/** A request that failed. */
export function ErrorBar({ error, onDismiss }: { error: ErrorInfo; onDismiss: () => void }) {
  const { error: strings } = useStrings();
  return (
    <div className="error-bar" role="alert" data-testid="error-bar">
      <strong>{strings.titles[error.code] ?? strings.title}</strong>
      <ErrorDetails error={error} />
      <Button className="button quiet" onPress={onDismiss}>
        {strings.dismiss}
      </Button>
    </div>
  );
}
