import { memo, useMemo, type RefObject } from 'react';
import { ListBox } from 'react-aria-components';

import type { ErrorInfo } from '../../protocol/errors';
import type { SourceListing } from '../../protocol/source';
import { useStrings } from '../strings/strings';
import { ErrorDetails } from './error-details';
import { SourceRow } from './source-row';

interface SourceListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  /** `null` until the first list came. */
  readonly sources: readonly SourceListing[] | null;
  /** Why there is no list. */
  readonly error: ErrorInfo | null;
  readonly filter: string;
  /** The open source's name. */
  readonly selected: string | null;
  readonly onOpen: (name: string) => void;
}

/** The mappings that match what was typed. Costly to render, so only when one of them changed. */
export const SourceList = memo(function SourceList(props: SourceListProps) {
  const { list, sources, error, filter, selected, onOpen } = props;
  const { sources: strings } = useStrings();
  const shown = useMemo(() => matching(sources ?? [], filter), [sources, filter]);
  return (
    <>
      <h2 className="pane-title">
        {strings.title} <span className="count">{sources && strings.count(shown.length)}</span>
      </h2>
      <ListBox
        ref={list}
        className="sources"
        aria-label={strings.listLabel}
        data-testid="sources"
        items={shown}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          const [name] = keys;
          if (name !== undefined) onOpen(String(name));
        }}
        renderEmptyState={() =>
          error ? <Unlisted error={error} /> : <EmptyList isKnown={sources !== null} filter={filter} />
        }
      >
        {(source: SourceListing) => <SourceRow source={source} />}
      </ListBox>
    </>
  );
});

function matching(sources: readonly SourceListing[], filter: string): readonly (SourceListing & { id: string })[] {
  return sources
    .filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
    .map((source) => ({ ...source, id: source.name }));
}

/** Nothing is known of what there is: that is not the same as nothing. */
function Unlisted({ error }: { error: ErrorInfo }) {
  const { sources: strings } = useStrings();
  return (
    <div className="empty-list unlisted" role="alert" data-testid="unlisted">
      <p className="empty-title">{strings.unlisted}</p>
      <ErrorDetails error={error} />
    </div>
  );
}

function EmptyList({ isKnown, filter }: { isKnown: boolean; filter: string }) {
  const { sources: strings } = useStrings();
  if (!isKnown) return <p className="empty-list">{strings.looking}</p>;
  if (filter) {
    return (
      <div className="empty-list">
        <p className="empty-title">{strings.noMatch(filter)}</p>
        <p>{strings.noMatchNext}</p>
      </div>
    );
  }
  return (
    <div className="empty-list">
      <p className="empty-title">{strings.empty}</p>
      <p>{strings.emptyNext}</p>
    </div>
  );
}
