import { useCallback, useEffect, type RefObject } from 'react';

import type { MenuCommand } from '../../protocol/ipc';
import type { Shell } from '../shell/shell';
import type { ViewerState } from './use-viewer';

/** Single keys, as in the tools beside which this one is open; the desktop shell's menu has the usual combinations. */
const keys: Readonly<Record<string, MenuCommand>> = {
  '/': 'focus-source-box',
  f: 'fit',
  '1': 'actual-size',
  p: 'toggle-pixelated',
  s: 'snapshot',
};

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
      const command = keys[event.key.toLowerCase()];
      if (!command || event.ctrlKey || event.metaKey || event.altKey || event.repeat || takesText(event.target)) return;
      event.preventDefault();
      run(command);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [run]);
}

/** Typing belongs to the box, and in the list it looks for a name. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, [role="listbox"]') !== null;
}
