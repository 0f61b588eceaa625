import { useState } from 'react';
import { Button } from 'react-aria-components';

import { useStrings } from '../strings/strings';
import { TextForm } from './text-form';

interface SaveProgramProps {
  readonly program: string;
  /** The name under which it is saved; `null` = it is not. */
  readonly savedAs: string | null;
  readonly onSave: (name: string) => void;
  readonly onForget: (name: string) => void;
}

/** Gives the open source's program a name of the user's, which opens it whatever its hook is called then. Asks when it is asked. */
export function SaveProgram({ program, savedAs, onSave, onForget }: SaveProgramProps) {
  const { saved: strings } = useStrings();
  const [isAsking, setAsking] = useState(false);
  if (savedAs !== null) {
    return (
      <Button
        className="button small"
        aria-label={strings.forgetProgram(savedAs)}
        onPress={() => onForget(savedAs)}
        data-testid="forget-source"
      >
        {strings.forget}
      </Button>
    );
  }
  const save = (name: string) => {
    setAsking(false);
    onSave(name);
  };
  return (
    <>
      <Button
        className="button small"
        aria-label={strings.programLabel(program)}
        aria-expanded={isAsking}
        onPress={() => setAsking(!isAsking)}
        data-testid="save-program"
      >
        {strings.placeholder}
      </Button>
      {isAsking && (
        <TextForm
          className="save-program"
          label={strings.programLabel(program)}
          placeholder={strings.programPlaceholder}
          action={strings.save}
          testId="save-as"
          isFirst
          onSubmit={save}
        />
      )}
    </>
  );
}
