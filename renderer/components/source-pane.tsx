import { useRef, useState, type RefObject } from 'react';
import { ListBox } from 'react-aria-components';

import type { SourceListing } from '../../protocol/source';
import type { ViewerState } from '../hooks/use-viewer';
import { useStrings } from '../strings/strings';
import type { FrameReport } from '../worker/messages';
import { NameBox } from './name-box';
import { SourceDetails } from './source-details';
import { SourceRow } from './source-row';

interface SourcePaneProps {
  readonly viewer: ViewerState;
  readonly frame: FrameReport | null;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** Left: what there is to look at, and what the open source's header says. */
export function SourcePane({ viewer, frame, box }: SourcePaneProps) {
  const { sources: strings } = useStrings();
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const { update, sources } = viewer;
  const filter = text.trim();
  const shown = (sources ?? []).filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  const open = (name: string) => {
    setText('');
    viewer.open(name);
  };
  return (
    <aside className="pane" aria-label={strings.paneLabel}>
      <NameBox
        box={box}
        text={text}
        onChange={setText}
        onOpen={open}
        onArrowDown={() => list.current?.querySelector<HTMLElement>('[role="option"]')?.focus()}
      />
      <h2 className="pane-title">
        {strings.title} <span className="count">{sources && strings.count(shown.length)}</span>
      </h2>
      <ListBox
        ref={list}
        className="sources"
        aria-label={strings.listLabel}
        data-testid="sources"
        items={shown.map((source) => ({ ...source, id: source.name }))}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={update ? [update.name] : []}
        onSelectionChange={(keys) => {
          const [name] = keys;
          if (name !== undefined) open(String(name));
        }}
        renderEmptyState={() => <EmptyList isKnown={sources !== null} filter={filter} />}
      >
        {(source: SourceListing) => <SourceRow source={source} />}
      </ListBox>
      {update && <SourceDetails update={update} frame={frame} />}
    </aside>
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
      <code>{strings.emptyCommand}</code>
    </div>
  );
}
