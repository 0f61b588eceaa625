import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { app } from 'electron';

import { createPrivateFolder } from '../engine/private-folder';
import { strings } from './strings';

/**
 * Before anything asks for userData: where it cannot be written, Chromium would say that another instance runs, and end
 * without a word. A folder of our own takes its place for this run, and it is said; settings that lie there are still read.
 * @param say takes the sentence
 * @returns the folder that the settings belong to
 */
export function setupUserData(say: (sentence: string) => void): string {
  const folder = app.getPath('userData');
  const obstacle = obstacleIn(folder);
  if (obstacle === null) return folder;
  say(strings.userDataUnwritable(folder, obstacle));
  const own = createPrivateFolder('data');
  app.setPath('userData', own);
  app.once('quit', () => rmSync(own, { recursive: true, force: true }));
  return folder;
}

/** Why nothing can be written there; null when it can. */
function obstacleIn(folder: string): string | null {
  const probe = join(folder, `.framelatch-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
