import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { app } from 'electron';

import { makeFolderSync } from '../engine/files/make-folder';
import { configFolder } from '../engine/index';
import { createPrivateFolder } from '../engine/private-folder';
import { strings } from './strings';

/**
 * Before anything asks for userData: where it cannot be written, Chromium would say that another instance runs, and end
 * without a word. A folder of our own takes its place for this run, and it is said; settings that lie there are still read.
 * @param say takes the sentence
 * @returns the folder that the settings belong to
 */
export function setupUserData(say: (sentence: string) => void): string {
  const folder = wantedFolder();
  const obstacle = obstacleIn(folder);
  if (obstacle === null) return folder;
  say(strings.userDataUnwritable(folder, obstacle));
  const own = createPrivateFolder('data');
  app.setPath('userData', own);
  app.once('quit', () => rmSync(own, { recursive: true, force: true }));
  return folder;
}

/** Electron makes the folder when it is asked for it, and gives none, or another, where it cannot. */
function wantedFolder(): string {
  const given = app.commandLine.getSwitchValue('user-data-dir');
  if (given) return resolve(given);
  try {
    return app.getPath('userData');
  } catch {
    return configFolder();
  }
}

/** Why nothing can be written there; null when it can. */
function obstacleIn(folder: string): string | null {
  const probe = join(folder, `.framelatch-${process.pid}`);
  try {
    makeFolderSync(folder);
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
