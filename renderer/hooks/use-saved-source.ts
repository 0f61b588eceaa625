import { useCallback } from 'react';

import { toErrorInfo } from '../../protocol/errors';
import { formatSourceText } from '../../protocol/reading';
import type { Shell } from '../shell/shell';
import type { ViewerState } from './use-viewer';

export interface SavedSource {
  /** The open source as a user types it, with how it is read. */
  readonly source: string;
  /** The user's own name for it; `null` = none. */
  readonly savedAs: string | null;
  save(name: string): void;
  forget(name: string): void;
}

/** The open source among the names of the user's. */
export function useSavedSource(shell: Shell, { update, sources, report }: ViewerState): SavedSource {
  const source = update ? formatSourceText(update.name, update.reading) : '';
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
  return { source, savedAs, save, forget };
}
