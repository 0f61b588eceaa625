import { rmSync } from 'node:fs';

import { app } from 'electron';

import { createPrivateFolder } from '../engine/private-folder';

/**
 * Before `ready`: Chromium's session data, and with it the frame ring's files, goes to a private folder on a tmpfs, so that
 * no frame is written to a disk. Settings stay in userData.
 * @returns the folder, where the engine looks for ring files
 */
export function setupSessionFolder(): string {
  const folder = createPrivateFolder('app');
  app.setPath('sessionData', folder);
  app.once('quit', () => removeFrames(folder));
  return folder;
}

/** The frames go with the app. Chromium writes some small files on its way out: those are the next start's to remove. */
function removeFrames(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Windows refuses what Chromium still has open; the next start removes it.
    return;
  }
}
