import { Button } from 'react-aria-components';

import { useStrings } from '../strings/strings';
import { TextForm } from './text-form';

interface SaveSourceProps {
  /** The name under which the open source is saved; `null` = it is not. */
  readonly savedAs: string | null;
  readonly onSave: (name: string) => void;
  readonly onForget: (name: string) => void;
}

/** Gives the open source a name of the user's, with how it is read. */
export function SaveSource({ savedAs, onSave, onForget }: SaveSourceProps) {
  const { saved: strings } = useStrings();
  if (savedAs === null) {
    return (
      <TextForm
        className="save-source"
        label={strings.label}
        placeholder={strings.placeholder}
        action={strings.save}
        testId="save-as"
        onSubmit={onSave}
      />
    );
  }
  return (
    <p className="text-form save-source" data-testid="saved-as">
      <span>{strings.savedAs(savedAs)}</span>
      <Button className="button small" onPress={() => onForget(savedAs)} data-testid="forget-source">
        {strings.forget}
      </Button>
    </p>
  );
}
