import { useEffect, useRef, useState } from 'react';
import { Button, Form, Input, TextField } from 'react-aria-components';

interface TextFormProps {
  readonly className: string;
  readonly label: string;
  readonly placeholder: string;
  /** What its button says. */
  readonly action: string;
  /** Of the input; the button's is `<testId>-submit`. */
  readonly testId: string;
  /** It was asked for: the keyboard goes to it. */
  readonly isFirst?: boolean;
  readonly onSubmit: (text: string) => void;
}

/** One line of text, and a button that takes it. */
export function TextForm({ className, label, placeholder, action, testId, isFirst = false, onSubmit }: TextFormProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst]);
  return (
    <Form
      className={`text-form ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onSubmit(text.trim());
      }}
    >
      <TextField aria-label={label} value={text} onChange={setText}>
        <Input ref={input} placeholder={placeholder} spellCheck="false" autoComplete="off" data-testid={testId} />
      </TextField>
      <Button className="button small" type="submit" data-testid={`${testId}-submit`}>
        {action}
      </Button>
    </Form>
  );
}
