import { useState } from 'react';
import { Button, Form, Input, ListBox, ListBoxItem, TextField } from 'react-aria-components';

import type { SourceListing } from '../../protocol/source';
import type { ViewerState } from '../hooks/use-viewer';
import { useStrings } from '../strings/strings';

interface SourcePaneProps {
  readonly viewer: ViewerState;
  readonly box: React.RefObject<HTMLInputElement | null>;
}

export function SourcePane({ viewer, box }: SourcePaneProps) {
  const { appName, sources: strings } = useStrings();
  const { sources } = viewer;
  return (
    <aside className="pane">
      <header className="pane-head">
        <h1>{appName}</h1>
      </header>
      <NameBox box={box} onOpen={viewer.open} />
      <h2 className="pane-title">
        {strings.title} <span className="count">{strings.count(sources.length)}</span>
      </h2>
      <ListBox
        className="sources"
        aria-label={strings.listLabel}
        data-testid="sources"
        items={sources.map((source) => ({ ...source, id: source.name }))}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={viewer.update ? [viewer.update.name] : []}
        onAction={(key) => viewer.open(String(key))}
        renderEmptyState={() => <EmptyList />}
      >
        {(source) => <SourceRow source={source} />}
      </ListBox>
    </aside>
  );
}

function NameBox({ box, onOpen }: { box: SourcePaneProps['box']; onOpen: (name: string) => void }) {
  const { sources: strings } = useStrings();
  const [text, setText] = useState('');
  return (
    <Form
      className="name-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onOpen(text.trim());
      }}
    >
      <TextField aria-label={strings.boxLabel} value={text} onChange={setText}>
        <Input ref={box} placeholder={strings.boxPlaceholder} spellCheck="false" data-testid="name-box" />
      </TextField>
      <Button type="submit" className="button" data-testid="open">
        {strings.open}
      </Button>
    </Form>
  );
}

function SourceRow({ source }: { source: SourceListing }) {
  const { sources: strings } = useStrings();
  const life = source.leftover ? 'leftover' : source.producer?.alive ? 'alive' : 'gone';
  return (
    <ListBoxItem className="source" textValue={source.name} data-testid={`source-${source.name}`}>
      <span className="source-name">{source.name}</span>
      <span className={`badge ${life}`}>{strings[life]}</span>
      <span className="source-shape">
        {strings.size(source)} {source.format}
      </span>
      <span className="source-layout">{source.layout}</span>
      <span className="source-process">{strings.process(source)}</span>
    </ListBoxItem>
  );
}

function EmptyList() {
  const { sources: strings } = useStrings();
  return (
    <div className="empty-list">
      <p>{strings.empty}</p>
      <p>
        {strings.emptyNext} <code>{strings.emptyCommand}</code>
      </p>
    </div>
  );
}
