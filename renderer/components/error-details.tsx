import { useState } from 'react';
import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import { copyText } from '../copy-text';
import { useStrings } from '../strings/strings';
import { Prose } from './prose';

/** An error's evidence and next step, its code, and a way to take it all along. */
export function ErrorDetails({ error }: { error: ErrorInfo }) {
  const { error: strings } = useStrings();
  return (
    <div className="error-details">
      <p>
        <Prose text={strings.line(error)} />
      </p>
      <p className="next">
        <Prose text={strings.next(error)} />
      </p>
      <ErrorFoot error={error} />
    </div>
  );
}

function ErrorFoot({ error }: { error: ErrorInfo }) {
  const { error: strings } = useStrings();
  const [copied, setCopied] = useState<ErrorInfo | null>(null);
  const copy = () => void copyText(JSON.stringify(error, null, 2)).then((done) => done && setCopied(error));
  return (
    <p className="error-foot">
      <code data-testid="error-code">{error.code}</code>
      <Button className="button small" onPress={copy}>
        {copied?.code === error.code ? strings.copied : strings.copy}
      </Button>
    </p>
  );
}
