import { memo, type KeyboardEvent, type RefObject } from 'react';
import { Form, Input, TextField } from 'react-aria-components';

import { useStrings } from '../strings/strings';
import { Hint } from './hint';

interface NameBoxProps {
  readonly box: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onOpen: (name: string) => void;
  /** The list below is where the arrow key goes. */
  readonly onArrowDown: () => void;
}

/** Filters the list while one types; Enter opens the name, even one that does not exist yet. */
export const NameBox = memo(function NameBox({ box, text, onChange, onOpen, onArrowDown }: NameBoxProps) {
  const { sources: strings } = useStrings();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onChange('');
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    onArrowDown();
  };
  return (
    <Form
      className="name-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onOpen(text.trim());
      }}
    >
      <Hint text={strings.boxHint} command="focus-source-box">
        <TextField aria-label={strings.boxLabel} value={text} onChange={onChange} onKeyDown={onKeyDown}>
          <Input
            ref={box}
            placeholder={strings.boxPlaceholder}
            spellCheck="false"
            autoComplete="off"
            data-testid="name-box"
          />
        </TextField>
      </Hint>
    </Form>
  );
});
