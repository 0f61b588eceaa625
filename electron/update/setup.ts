import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { app, type BrowserWindow } from 'electron';

import { sendEvent } from '../ipc-main';
import { strings } from '../strings';
import { appImageInstaller, ownAppImage } from './app-image';
import { parseConfiguration, type UpdateConfiguration } from './configuration';
import type { Installer } from './installer';
import { UpdateRecord } from './record';
import { reasonOf } from './refusals';
import { Updater } from './updater';
import { isInstalledBySetup, windowsInstaller } from './windows-setup';

/**
 * Looks for newer versions, where the package was made with a feed and can replace itself. What a package manager has installed
 * is the package manager's to update, and what was unpacked is its user's.
 * @param folder the settings' folder
 * @returns null when there is nothing to look for: then nothing is ever asked of a network
 */
export function setupUpdates(folder: string, window: BrowserWindow, warn: (sentence: string) => void): Updater | null {
  const configuration = readConfiguration(warn);
  const installer = configuration && ownInstaller();
  if (!configuration || !installer) return null;
  const updater = new Updater({
    configuration,
    installer,
    record: new UpdateRecord(join(folder, 'updates.json'), warn),
    running: app.getVersion(),
    tell: (view) => sendEvent(window.isDestroyed() ? null : window.webContents, 'update:changed', view),
    end: () => endFor(installer),
  });
  app.on('will-quit', () => updater.stop());
  updater.start();
  return updater;
}

/** It stands in the archive with the program, which Windows checks against the executable. */
function readConfiguration(warn: (sentence: string) => void): UpdateConfiguration | null {
  try {
    const { update } = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')) as { update?: unknown };
    return parseConfiguration(update);
  } catch (thrown) {
    warn(strings.updatesWrong(reasonOf(thrown)));
    return null;
  }
}

function ownInstaller(): Installer | null {
  if (isInstalledBySetup(process.execPath)) return windowsInstaller();
  const file = process.platform === 'linux' ? ownAppImage(process.env, process.execPath) : null;
  return file === null ? null : appImageInstaller(file, process.env, process.argv.slice(1));
}

/** The new one starts when this one is gone, and must not be taken for its second start. */
function endFor(installer: Installer): void {
  app.once('quit', () => {
    app.releaseSingleInstanceLock();
    installer.restart();
  });
  app.quit();
}
