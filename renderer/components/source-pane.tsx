import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

import type { ViewerState } from '../hooks/use-viewer';
import { focusNextPicture } from '../hooks/use-picture-focus';
import { useSavedSource } from '../hooks/use-saved-source';
import type { Shell } from '../shell/shell';
import { useStrings } from '../strings/strings';
import type { FrameReport } from '../worker/messages';
import type { AttachControl } from '../hooks/use-attach';
import { AttachSwitch } from './attach-switch';
import type { Following } from '../hooks/use-follow';
import { FollowSwitch } from './follow-switch';
import { NameBox } from './name-box';
import { SaveProgram } from './save-program';
import { SaveSource } from './save-source';
import { SourceDetails } from './source-details';
import { SourceList } from './source-list';
import { RunningTestPattern } from './test-pattern';

interface SourcePaneProps {
  readonly viewer: ViewerState;
  readonly frame: FrameReport | null;
  readonly shell: Shell;
  readonly following: Following;
  readonly attach: AttachControl;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** Left: what there is to look at, and what the open source's header says. */
export function SourcePane({ shell, viewer, frame, following, attach, box }: SourcePaneProps) {
  const { sources: strings } = useStrings();
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const { update, sources, open } = viewer;
  const { program } = following;
  const { hasReading, savedAs, save, forget } = useSavedSource(shell, viewer, program);
  const openFromHere = useOpenFromHere(viewer, setText);
  const focusList = useCallback(() => list.current?.querySelector<HTMLElement>('[role="option"]')?.focus(), []);
  return (
    <aside className="pane" aria-label={strings.paneLabel}>
      <NameBox box={box} text={text} onChange={setText} onOpen={openFromHere} onArrowDown={focusList} />
      <SourceList
        list={list}
        sources={sources}
        error={viewer.listError}
        filter={text.trim()}
        selected={savedAs ?? update?.name ?? null}
        onOpen={openFromHere}
      />
      <RunningTestPattern pattern={viewer.testPattern} />
      {update?.attach && <AttachSwitch attach={update.attach} control={attach} />}
      {update && (
        <FollowSwitch {...following}>
          {program !== null && <SaveProgram {...{ program, savedAs }} onSave={save} onForget={forget} />}
        </FollowSwitch>
      )}
      {update && program === null && hasReading && <SaveSource savedAs={savedAs} onSave={save} onForget={forget} />}
      {update && <SourceDetails update={update} frame={frame} onOpen={open} />}
    </aside>
  );
}

/** The keyboard goes to the picture; what was typed stays until it has opened something. */
function useOpenFromHere({ session, open }: ViewerState, setText: (text: string) => void): (name: string) => void {
  const isOpening = useRef(false);
  useEffect(() => {
    if (session === null || !isOpening.current) return;
    isOpening.current = false;
    setText('');
  }, [session, setText]);
  return useCallback(
    (name: string) => {
      isOpening.current = true;
      open(name);
      focusNextPicture();
    },
    [open],
  );
}
