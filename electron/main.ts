import { app } from 'electron';

import { readCommandLine } from './command-line';
import { runCommand } from './command-mode';
import { commandWords } from './command-words';
import { setupFailureReports } from './failures';
import { setupRequests } from './requests';
import { registerScheme, setupScheme } from './scheme';
import { setupSecurity } from './security';
import { setupSessionFolder } from './session-folder';
import { SettingsFile } from './settings';
import { setupSingleInstance } from './single-instance';
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
  if (!setupSingleInstance()) return app.exit(0);
  const ringFolder = setupSessionFolder();
  registerScheme();
  setupSecurity();
  void app.whenReady().then(() => {
    setupScheme();
    const settings = new SettingsFile(app.getPath('userData'), (sentence) => process.stderr.write(`${sentence}\n`));
    const window = createWindow(settings);
    setupRequests({ options, ringFolder, settings, window });
    showPage(window);
  });
}

main();
