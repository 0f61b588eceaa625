import { useEffect, useRef } from 'react';

import type { HookLogLine } from '../../protocol/session';
import { useStrings } from '../strings/strings';

/** What an attached hook says, newest last and in view unless the user has scrolled away from it. */
export function HookLog({ lines }: { lines: readonly HookLogLine[] }) {
  const { attach: strings } = useStrings();
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const isFollowing = lines.length > 0 && follows.current;
    if (isFollowing) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);
  if (lines.length === 0) return null;
  const noteScroll = () => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = list.current ?? {};
    follows.current = scrollTop + clientHeight >= scrollHeight - 4;
  };
  return (
    <section className="hook-log" aria-label={strings.log}>
      <h2>{strings.log}</h2>
      <ol ref={list} onScroll={noteScroll} aria-label={strings.log} data-testid="hook-log">
        {lines.map(({ number, text }) => (
          <li key={number}>{strings.line(text)}</li>
        ))}
      </ol>
    </section>
  );
}
