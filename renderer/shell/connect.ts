import { browserShell } from './browser';
import { electronShell } from './desktop';
import type { Shell } from './shell';

/** The shell that this page runs in: Electron's preload has left its bridge, or there is none. */
export function connectShell(): Shell {
  return window.framelatch ? electronShell(window.framelatch) : browserShell();
}
