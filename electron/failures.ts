import { app, dialog } from 'electron';

/** Nothing dies in silence: what nobody handled is written out, shown, and ends the app in order. */
export function setupFailureReports(): void {
  const report = (thrown: unknown) => {
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    process.stderr.write(`Framelatch failed: ${text}\nPlease report this with the steps that led to it.\n`);
    if (app.isReady() && process.env['CI'] !== 'true') dialog.showErrorBox('Framelatch failed', text);
    app.exit(1);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
