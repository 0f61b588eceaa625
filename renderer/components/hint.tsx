import { memo, type ReactElement, type ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';

import { keyOf } from '../keys';
import { Prose } from './prose';

interface HintProps {
  readonly text: string;
  /** What the widget does, where a key does it as well. */
  readonly command?: keyof typeof keyOf;
  readonly children: ReactElement;
}

/** A widget with a tooltip, shown on hover and on keyboard focus. */
export function Hint({ text, command, children }: HintProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className="hint" offset={6}>
        <Prose text={text} />
        {command && <kbd>{keyOf[command].toUpperCase()}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}

interface NoteProps {
  readonly className: string;
  readonly hint: string;
  readonly testId: string;
  readonly children: ReactNode;
}

/** A text with a tooltip; it has a tab stop, because what it explains is for keyboard users as well. */
export const Note = memo(function Note({ className, hint, testId, children }: NoteProps) {
  return (
    <Hint text={hint}>
      <Focusable>
        <span className={className} role="note" data-testid={testId}>
          {children}
        </span>
      </Focusable>
    </Hint>
  );
});
