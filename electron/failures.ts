import { app, dialog } from 'electron';

import { toErrorInfo, type ErrorInfo } from '../protocol/errors';
import { strings } from './strings';

const mostFailures = 10;
const withinMs = 60_000;

let tell: ((error: ErrorInfo) => void) | null = null;
let failedAtMs: readonly number[] = [];

/**
 * What nobody handled is written out, and shown. Each boundary has a handler of its own (engine/contained.ts), so that what
 * comes here slipped through one of them: a callback of ours was cut short. That damages no memory, and every other session is
 * whole, so the app goes on. It cannot go on where it has not started yet, for want of everything that would have come after;
 * nor where failures come again and again, as then something that all depend on is broken: both end it in order, with the
 * reason. A failure in native code is none of this: it ends the process by itself, and its source is marked (SettingsFile).
 */
export function setupFailureReports(): void {
  process.on('uncaughtException', reportFailure);
  process.on('unhandledRejection', reportFailure);
}

/** From now on the app has a page that can be told, and goes on after a failure. */
export function tellFailuresTo(page: (error: ErrorInfo) => void): void {
  tell = page;
}

export function reportFailure(thrown: unknown): void {
  const now = performance.now();
  failedAtMs = [...failedAtMs.filter((time) => now - time < withinMs), now];
  if (!tell || failedAtMs.length > mostFailures) return endWith(thrown);
  process.stderr.write(`${strings.failed(detailsOf(thrown))}\n`);
  tell(toErrorInfo(thrown, 'run', strings.appName));
}

/** Writes and shows what happened and what to do, then leaves. */
function endWith(thrown: unknown): void {
  const text = strings.failed(detailsOf(thrown));
  process.stderr.write(`${text}\n`);
  if (app.isReady()) dialog.showErrorBox(strings.failedTitle, text);
  app.exit(1);
}

function detailsOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
