import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import { useStrings } from '../strings/strings';
import { ErrorDetails } from './error-details';

interface ErrorBarProps {
  readonly error: ErrorInfo;
  /** Left out where it stands above already. */
  readonly title?: string;
  readonly testId: string;
  readonly onDismiss?: () => void;
}

/** An error while there is a picture: above it, never over it. */
export function ErrorBar({ error, title, testId, onDismiss }: ErrorBarProps) {
  const { error: strings } = useStrings();
  return (
    <div className="error-bar" role="alert" data-testid={testId}>
      {title && <strong>{title}</strong>}
      <ErrorDetails error={error} />
      {onDismiss && (
        <Button className="button small" onPress={onDismiss}>
          {strings.dismiss}
        </Button>
      )}
    </div>
  );
}
