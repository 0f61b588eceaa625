import { Button } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import { useStrings } from '../strings/strings';

interface AttachQuestionProps {
  readonly question: ErrorInfo;
  readonly onAnswer: (goOn: boolean) => void;
}

/** What cannot be undone is asked first. */
export function AttachQuestion({ question, onAnswer }: AttachQuestionProps) {
  const { attach: strings } = useStrings();
  return (
    <div
      className="attach-question"
      role="alertdialog"
      aria-label={strings.questionTitle}
      data-testid="attach-question"
    >
      <p>{strings.question}</p>
      <p className="reason">{strings.line(question.reason)}</p>
      <Button className="button small" onPress={() => onAnswer(false)} data-testid="attach-leave">
        {strings.leave}
      </Button>
      <Button className="button small" onPress={() => onAnswer(true)} data-testid="attach-anyway">
        {strings.anyway}
      </Button>
    </div>
  );
}
