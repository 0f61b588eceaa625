import { useCallback, useEffect, type RefObject } from 'react';

import type { MenuCommand } from '../../protocol/ipc';
import { commandOf } from '../keys';
import type { Shell } from '../shell/shell';
import { focusPicture } from './use-picture-focus';
import type { ViewerState } from './use-viewer';

/** The native menu's commands, and the same by single keys. */
export function useCommands(
  shell: Shell,
  viewer: ViewerState,
  save: () => void,
  box: RefObject<HTMLInputElement | null>,
): void {
  const { settings, changeSettings, close, testPattern } = viewer;
  const run = useCallback(
    (command: MenuCommand) => {
      if (command === 'focus-source-box') box.current?.focus();
      else if (command === 'snapshot') save();
      else if (command === 'close-source') close();
      else if (command === 'toggle-pixelated') changeSettings({ pixelated: !settings.pixelated });
      else if (command !== 'toggle-test-pattern') changeSettings({ fit: command });
      else if (testPattern.name === null) testPattern.start();
      else testPattern.stop();
    },
    [settings.pixelated, changeSettings, close, save, box, testPattern],
  );
  useEffect(() => shell.onMenuCommand(run), [shell, run]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const isCombination = event.ctrlKey || event.metaKey || event.altKey;
      if (isCombination || event.repeat) return;
      if (takesText(event.target)) {
        // The input hears of it too, and may clear itself.
        if (event.key === 'Escape') focusPicture();
        return;
      }
      const command = commandOf(event.key);
      if (!command) return;
      event.preventDefault();
      // The list would look for a name that begins with the letter.
      event.stopPropagation();
      run(command);
    };
    // Before the widgets, which keep what they hear to themselves.
    document.addEventListener('keydown', listener, true);
    return () => document.removeEventListener('keydown', listener, true);
  }, [run]);
}

/** Single keys act wherever no input has the focus. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type="checkbox"]), textarea, select') !== null;
}
