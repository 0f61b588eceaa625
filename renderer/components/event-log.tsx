import type { SessionEvent } from '../../protocol/session';
import { useStrings } from '../strings/strings';

const shown = 4;

/** What happened to the source meanwhile, newest first. */
export function EventLog({ events }: { events: readonly SessionEvent[] }) {
  const { events: strings, state } = useStrings();
  const newest = events.slice(-shown).reverse();
  return (
    <ol className="events" aria-label={strings.label} data-testid="events">
      {newest.map((event) => (
        <li key={`${event.kind} ${JSON.stringify(event.detail)} ${events.indexOf(event)}`} className={event.kind}>
          <span className="ago">{strings.ago(state.age(event.agoMs))}</span>
          <span>{strings.text(event)}</span>
        </li>
      ))}
    </ol>
  );
}
