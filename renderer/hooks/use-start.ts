import { useEffect, type Dispatch, type RefObject, type SetStateAction } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import type { AppInfo, Settings } from '../../protocol/ipc';
import type { SourceListing } from '../../protocol/source';
import type { Shell } from '../shell/shell';
import { useStrings } from '../strings/strings';
import { isNamed } from './use-follow';

export interface StartParts {
  readonly shell: Shell;
  /** What the user changed before the stored settings came. */
  readonly chosen: RefObject<Partial<Settings>>;
  /** The user opened or closed a source before that. */
  readonly hasChosenSource: RefObject<boolean>;
  readonly setInfo: (info: AppInfo) => void;
  readonly setSettings: (settings: Settings) => void;
  readonly setSources: Dispatch<SetStateAction<readonly SourceListing[] | null>>;
  readonly setListError: (error: ErrorInfo) => void;
  readonly open: (name: string) => void;
  readonly report: (error: ErrorInfo | null) => void;
}

/** What the window begins with: settings, the list, and the source that was open last, unless that is why it ended. */
export function useStart(parts: StartParts): void {
  const { shell, chosen, hasChosenSource, setInfo, setSettings, setSources, setListError, open, report } = parts;
  const { notReopened } = useStrings().error;
  useEffect(() => shell.onSourcesChanged(setSources), [shell, setSources]);
  useEffect(
    () =>
      shell.onSourcesUnlisted((error) => {
        setListError(error);
        setSources(null);
      }),
    [shell, setSources, setListError],
  );
  useEffect(() => {
    // What cannot be listed can be opened all the same; the list is told by itself once it can be had.
    const list = () =>
      shell.listSources().catch((thrown: unknown) => {
        setListError(toErrorInfo(thrown, 'list', 'sources'));
        return null;
      });
    const start = async () => {
      const [info, stored, listed] = await Promise.all([shell.appInfo(), shell.readSettings(), list()]);
      setInfo(info);
      setSettings({ ...stored, ...chosen.current });
      // A newer list may have been told meanwhile.
      setSources((told) => told ?? listed);
      if (hasChosenSource.current) return;
      const { initialSource, unsurvived } = info;
      const first = initialSource ?? lastOf(stored, listed ?? []);
      if (initialSource === null && unsurvived !== null) {
        report({ code: 'not-reopened', operation: 'open', target: unsurvived, ...notReopened });
      } else if (first) open(first);
    };
    start().catch((thrown: unknown) => report(toErrorInfo(thrown, 'start', 'viewer')));
  }, [shell, chosen, hasChosenSource, setInfo, setSettings, setSources, setListError, open, report, notReopened]);
  useEffect(() => shell.onShellFailed(report), [shell, report]);
}

/** The last source; where that was a hook of a program that runs under another number now, that one. */
function lastOf({ lastSource, lastProgram }: Settings, listed: readonly SourceListing[]): string | null {
  if (lastSource === null || lastProgram === null) return lastSource;
  const last = listed.find(({ name }) => isNamed(name, lastSource));
  const mayStillBeIt = last && !last.leftover && (last.program ?? lastProgram) === lastProgram;
  const [only, another] = listed.filter(({ program }) => program === lastProgram);
  return mayStillBeIt || !only || another ? lastSource : only.name;
}
