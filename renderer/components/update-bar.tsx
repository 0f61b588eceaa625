import { useState, type ReactNode } from 'react';
import { Button, ProgressBar } from 'react-aria-components';

import { assertNever } from '../../protocol/assert';
import type { UpdateChoice, UpdateView } from '../../protocol/update';
import type { UpdateControl } from '../hooks/use-update';
import { useStrings } from '../strings/strings';
import { ErrorBar } from './error-bar';

/** A newer version is offered: a line above the picture that waits for an answer as long as it takes. */
export function UpdateBar({ view, choose }: UpdateControl) {
  const { error: errors, update: strings } = useStrings();
  switch (view.kind) {
    case 'none':
      return null;
    case 'current':
      return (
        <Bar text={strings.current(view.version)}>
          <Choice choice="later" label={strings.close} choose={choose} />
        </Bar>
      );
    case 'available':
      return <Available key={view.version} view={view} choose={choose} />;
    case 'downloading':
      return (
        <Bar text={strings.downloading(view.version)}>
          <ProgressBar aria-label={strings.progress} value={view.received} maxValue={view.bytes} className="progress">
            {strings.megabytes(view.received, view.bytes)}
          </ProgressBar>
          <Choice choice="stop" label={strings.stop} choose={choose} />
        </Bar>
      );
    case 'installing':
      return <Bar text={strings.installing(view.version)} />;
    case 'refused':
      return (
        <ErrorBar
          error={view.error}
          title={errors.titles[view.error.code] ?? strings.refused}
          testId="update-refused"
          onDismiss={() => choose('later')}
        />
      );
    default:
      return assertNever(view);
  }
}

function Bar({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="update-bar" data-testid="update-bar">
      <span role="status">{text}</span>
      {children}
    </div>
  );
}

interface AvailableProps {
  readonly view: Extract<UpdateView, { kind: 'available' }>;
  readonly choose: UpdateControl['choose'];
}

function Available({ view, choose }: AvailableProps) {
  const { update: strings } = useStrings();
  const [isOpen, setIsOpen] = useState(false);
  const { version, notes } = view;
  return (
    <Bar text={strings.available(version)}>
      {notes && (
        <Button
          className="button small"
          aria-expanded={isOpen}
          onPress={() => setIsOpen(!isOpen)}
          data-testid="update-notes"
        >
          {isOpen ? strings.hideNotes : strings.notes}
        </Button>
      )}
      <span className="spring" />
      <Choice choice="install" label={strings.install} choose={choose} />
      <Choice choice="later" label={strings.later} choose={choose} />
      <Choice choice="skip" label={strings.skip} choose={choose} />
      {isOpen && <div className="notes">{strings.plain(notes)}</div>}
    </Bar>
  );
}

interface ChoiceProps {
  readonly choice: UpdateChoice;
  readonly label: string;
  readonly choose: UpdateControl['choose'];
}

function Choice({ choice, label, choose }: ChoiceProps) {
  return (
    <Button className="button small" onPress={() => choose(choice)} data-testid={`update-${choice}`}>
      {label}
    </Button>
  );
}
