import { app } from 'electron';

import { createPrivateFolder } from '../engine/private-folder';

/**
 * Before `ready`: Chromium's session data, and with it the frame ring's files, goes to a private folder on a tmpfs, so that
 * no frame is written to a disk. Settings stay in userData. Chromium still writes on its way out, so the folder is removed
 * by the next start.
 * @returns the folder, where the engine looks for ring files
 */
export function setupSessionFolder(): string {
  const folder = createPrivateFolder('app');
  app.setPath('sessionData', folder);
  return folder;
}
