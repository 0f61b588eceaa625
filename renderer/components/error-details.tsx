import { useState } from 'react';
import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import { useStrings } from '../strings/strings';

/** An error's reason, next step and code, and a way to take them along. */
export function ErrorDetails({ error }: { error: ErrorInfo }) {
  const { error: strings } = useStrings();
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(JSON.stringify(error, null, 2)).then(() => setIsCopied(true));
  };
  return (
    <div className="error-details">
      <p>{strings.line(error)}</p>
      <p className="next">{strings.next(error)}</p>
      <p>
        <code data-testid="error-code">{error.code}</code>
        <Button className="button quiet" onPress={copy}>
          {isCopied ? strings.copied : strings.copy}
        </Button>
      </p>
    </div>
  );
}
