import { join } from 'node:path';

import { app } from 'electron';

import { SettingsFile } from '../engine/page/settings-file';
import { readCommandLine } from './command-line';
import { runCommand } from './command-mode';
import { commandWords } from './command-words';
import { setupFailureReports } from './failures';
import { setupMenu } from './menu';
import { setupRequests } from './requests';
import { registerScheme, setupScheme } from './scheme';
import { setupSecurity } from './security';
import { setupSessionFolder } from './session-folder';
import { endAppForSetup } from './setup-end';
import { isFirstStart, onSecondStart } from './single-instance';
import { setupUpdates } from './update/setup';
import { setupUserData } from './user-data';
import { endWithStarter } from './starter';
import { createWindow, showPage } from './window';

const wrongUsage = 2;

/** The desktop app; or, when its first argument is one of its commands, the command line. */
function main(): void {
  const words = commandWords(process.argv.slice(process.defaultApp ? 2 : 1));
  if (words) runCommand(words);
  else startApp();
}

function startApp(): void {
  setupFailureReports();
  const options = readCommandLine();
  if (!options) return app.exit(wrongUsage);
  const settingsFolder = setupUserData(warn);
  if (!isFirstStart(options)) return app.exit(0);
  endWithStarter();
  endAppForSetup();
  const ringFolder = setupSessionFolder();
  registerScheme();
  setupSecurity();
  void app.whenReady().then(() => {
    setupScheme();
    const settings = new SettingsFile(join(settingsFolder, 'settings.json'), warn);
    const window = createWindow(settings);
    const updates = setupUpdates(settingsFolder, window, warn);
    const give = setupRequests({ options, ringFolder, settings, window, updates });
    setupMenu(window, give, updates);
    onSecondStart(window, give);
    showPage(window);
  });
}

function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

main();
