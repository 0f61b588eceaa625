import { useCallback, useEffect, type RefObject } from 'react';

import type { MenuCommand } from '../../protocol/ipc';
import { commandOf } from '../keys';
import type { Shell } from '../shell/shell';
import type { ViewerState } from './use-viewer';

/** The native menu's commands, and the same by single keys. */
export function useCommands(
  shell: Shell,
  viewer: ViewerState,
  save: () => void,
  box: RefObject<HTMLInputElement | null>,
): void {
  const { settings, changeSettings, close } = viewer;
  const run = useCallback(
    (command: MenuCommand) => {
      if (command === 'focus-source-box') box.current?.focus();
      else if (command === 'snapshot') save();
      else if (command === 'close-source') close();
      else if (command === 'toggle-pixelated') changeSettings({ pixelated: !settings.pixelated });
      else changeSettings({ fit: command });
    },
    [settings.pixelated, changeSettings, close, save, box],
  );
  useEffect(() => shell.onMenuCommand(run), [shell, run]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const command = commandOf(event.key);
      const isCombination = event.ctrlKey || event.metaKey || event.altKey;
      if (!command || isCombination || event.repeat || takesText(event)) return;
      event.preventDefault();
      run(command);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [run]);
}

/** Typing belongs to the box, and in the list it looks for a name. */
function takesText({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input') !== null || (key !== '/' && target.closest('[role="listbox"]') !== null);
}
