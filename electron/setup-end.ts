import { app } from 'electron';

import { guardCommandName, onSetup } from '../engine/index';
import { isInstalledBySetup } from './update/windows-setup';

/* The installed program of Windows ends when it is replaced or removed; a portable one is nobody's to end. */

/** The window closes as by its menu. */
export function endAppForSetup(): void {
  if (isInstalledBySetup(process.execPath)) onSetup(() => app.quit());
}

/** A command ends as by Ctrl+C; one that does not listen to that has nothing to put away. An attachment's guard ends after it. */
export function endCommandForSetup([command]: readonly string[]): void {
  if (command === guardCommandName || !isInstalledBySetup(process.execPath)) return;
  onSetup(() => {
    if (!process.emit('SIGTERM')) process.exit(1);
  });
}
