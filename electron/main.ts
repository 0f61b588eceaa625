import { app } from 'electron';

import { readCommandLine } from './command-line';
import { commandWords, runCommand } from './command-mode';
import { setupFailureReports } from './failures';
import { setupRequests } from './requests';
import { registerScheme, setupScheme } from './scheme';
import { setupSecurity } from './security';
import { setupSessionFolder } from './session-folder';
import { SettingsFile } from './settings';
import { setupSingleInstance } from './single-instance';
import { ViewerWindow } from './window';

/** The desktop app; or, when its first argument is one of its commands, the command line. */
function main(): void {
  const words = commandWords(process.argv.slice(process.defaultApp ? 2 : 1));
  if (words) runCommand(words);
  else startApp();
}

function startApp(): void {
  setupFailureReports();
  const options = readCommandLine();
  if (!setupSingleInstance()) return;
  const ringFolder = setupSessionFolder();
  registerScheme();
  setupSecurity();
  void app.whenReady().then(() => {
    setupScheme();
    const settings = new SettingsFile(app.getPath('userData'));
    const window = new ViewerWindow(settings);
    setupRequests({ options, ringFolder, settings, window });
    window.open();
  });
}

main();
