import { app, type BrowserWindow } from 'electron';

import { absoluteSource, type CommandLine } from './command-line';

/**
 * One app for each user-data folder. False when another start is the first: it is told what we were asked to open, by a socket
 * in that folder, which is this user's alone.
 */
export function isFirstStart({ initialSource }: CommandLine): boolean {
  return app.requestSingleInstanceLock({ source: initialSource === null ? null : absoluteSource(initialSource) });
}

/** A second start brings this one's window to the front, and its source into it. */
export function onSecondStart(window: BrowserWindow, give: (source: string) => void): void {
  app.on('second-instance', (_event, _args, _folder, data) => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
    const { source } = (data ?? {}) as { source?: unknown };
    if (typeof source === 'string') give(source);
  });
}
