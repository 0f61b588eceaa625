import { useState } from 'react';
import { Button, Form, Input, TextField } from 'react-aria-components';

import { useStrings } from '../strings/strings';

interface SaveSourceProps {
  /** The name under which the open source is saved; `null` = it is not. */
  readonly savedAs: string | null;
  readonly onSave: (name: string) => void;
  readonly onForget: (name: string) => void;
}

/** Gives the open source a name of the user's, with how it is read. */
export function SaveSource({ savedAs, onSave, onForget }: SaveSourceProps) {
  const { saved: strings } = useStrings();
  const [name, setName] = useState('');
  if (savedAs !== null) {
    return (
      <p className="save-source" data-testid="saved-as">
        <span>{strings.savedAs(savedAs)}</span>
        <Button className="button small" onPress={() => onForget(savedAs)} data-testid="forget-source">
          {strings.forget}
        </Button>
      </p>
    );
  }
  return (
    <Form
      className="save-source"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) onSave(name.trim());
      }}
    >
      <TextField aria-label={strings.label} value={name} onChange={setName}>
        <Input placeholder={strings.placeholder} spellCheck="false" autoComplete="off" data-testid="save-as" />
      </TextField>
      <Button className="button small" type="submit" data-testid="save-source">
        {strings.save}
      </Button>
    </Form>
  );
}
