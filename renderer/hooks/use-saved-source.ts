import { useCallback } from 'react';

import { toErrorInfo } from '../../protocol/errors';
import { formatSourceText } from '../../protocol/reading';
import type { Shell } from '../shell/shell';
import { programScheme } from './use-follow';
import type { ViewerState } from './use-viewer';

export interface SavedSource {
  /** The user says how the source is to be read, which a name of theirs would keep. */
  readonly hasReading: boolean;
  /** The user's own name for it; `null` = none. */
  readonly savedAs: string | null;
  save(name: string): void;
  forget(name: string): void;
}

/**
 * The open source among the names of the user's.
 * @param program whose hook it is, `null` if it is none: a hook's own name is another with each start, so the program's is kept
 */
export function useSavedSource(
  shell: Shell,
  { update, sources, report }: ViewerState,
  program: string | null,
): SavedSource {
  const kept = program === null ? update?.name : `${programScheme}${program}`;
  const source = update && kept !== undefined ? formatSourceText(kept, update.reading) : '';
  const savedAs = sources?.find(({ saved }) => saved === source)?.name ?? null;
  const save = useCallback(
    (name: string) => {
      shell.saveSource(name, source).catch((thrown: unknown) => report(toErrorInfo(thrown, 'save source as', name)));
    },
    [shell, source, report],
  );
  const forget = useCallback(
    (name: string) => {
      shell.forgetSource(name).catch((thrown: unknown) => report(toErrorInfo(thrown, 'forget', name)));
    },
    [shell, report],
  );
  return { hasReading: source.includes(' as '), savedAs, save, forget };
}
