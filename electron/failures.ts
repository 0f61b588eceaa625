import { app, dialog } from 'electron';

import { strings } from './strings';

/** Nothing dies in silence: what nobody handled is written out, shown, and ends the app in order. */
export function setupFailureReports(): void {
  process.on('uncaughtException', endWith);
  process.on('unhandledRejection', endWith);
}

/** Writes and shows what happened and what to do, then leaves. */
export function endWith(thrown: unknown): void {
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const text = strings.failed(details);
  process.stderr.write(`${text}\n`);
  if (app.isReady()) dialog.showErrorBox(strings.failedTitle, text);
  app.exit(1);
}
