import { ListBoxItem } from 'react-aria-components';

import type { SourceListing } from '../../protocol/source';
import { useStrings } from '../strings/strings';

export function SourceRow({ source }: { source: SourceListing }) {
  const { sources: strings } = useStrings();
  const { name, width, height, format, layout, producer, saved, leftOut } = source;
  if (leftOut) {
    return (
      <ListBoxItem id={name} className="source" textValue={strings.leftOut(leftOut)} isDisabled>
        <span className="source-name">{strings.leftOut(leftOut)}</span>
      </ListBoxItem>
    );
  }
  const life = lifeOf(source);
  // What tells one mapping from another is its number: where room is short, the rest gives way.
  const [number = ''] = /\d*$/.exec(name) ?? [];
  const head = name.slice(0, name.length - number.length);
  return (
    <ListBoxItem id={name} className={`source ${life}`} textValue={name} data-testid={`source-${name}`}>
      <span className="source-name">
        <span className="head">{strings.name(head)}</span>
        {number}
      </span>
      <span className={`badge ${life}`}>{strings[life]}</span>
      <span className="source-shape">
        {width > 0 && (
          <>
            {strings.size(width, height)} <span className="source-format">{format}</span>
          </>
        )}
      </span>
      <span className="source-process">
        {saved ? strings.opens(saved) : strings.process(producer)}{' '}
        {producer && <span className="source-pid">{strings.pid(producer)}</span>}
      </span>
      <span className="source-layout">{layout}</span>
    </ListBoxItem>
  );
}

function lifeOf({ leftover, producer, saved }: SourceListing): 'alive' | 'gone' | 'leftover' | 'unknown' | 'saved' {
  if (saved) return 'saved';
  if (leftover) return 'leftover';
  // Who writes it cannot be seen: on Windows, of another user's process, from inside a container.
  if (!producer) return 'unknown';
  return producer.alive ? 'alive' : 'gone';
}
