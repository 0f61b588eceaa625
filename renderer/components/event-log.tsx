import { useState } from 'react';
import { Button } from 'react-aria-components';

import type { ReceivedUpdate } from '../hooks/use-session';
import { useNow } from '../hooks/use-now';
import { useStrings } from '../strings/strings';
import { ChevronIcon } from './icons';

// Below this the picture needs the rows more.
const roomyHeight = 640;

/** What happened to the source meanwhile, newest first; closed, the newest alone. */
export function EventLog({ update }: { update: ReceivedUpdate | null }) {
  const { events: strings } = useStrings();
  const [isOpen, setIsOpen] = useState(() => window.innerHeight >= roomyHeight);
  const now = useNow(1000);
  const events = update?.events ?? [];
  const sinceUpdate = update ? Math.max(0, now - update.receivedAtMs) : 0;
  return (
    <section className={`log ${isOpen && events.length > 0 ? 'open' : ''}`} aria-label={strings.label}>
      <Button
        className="log-toggle"
        aria-label={isOpen ? strings.hide : strings.show}
        aria-expanded={isOpen}
        onPress={() => setIsOpen(!isOpen)}
        data-testid="log-toggle"
      >
        <ChevronIcon />
      </Button>
      <ol className="events" data-testid="events">
        {events.length === 0 && <li className="none">{strings.none}</li>}
        {[...events].reverse().map((event) => (
          <li
            key={JSON.stringify([event.kind, event.detail, Math.round((update?.receivedAtMs ?? 0) - event.agoMs)])}
            className={event.kind}
          >
            <span className="ago">{strings.ago(event.agoMs + sinceUpdate)}</span>
            <span className="what">{strings.text(event)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
