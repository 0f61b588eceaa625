import { app } from 'electron';

import { runCli } from '../cli/index';
import { loadNative } from '../engine/index';
import { endCommandForSetup } from './setup-end';

/* The packaged executable as a command line: no window, no display, no process of Chromium's. */

/** Runs a command to its end and leaves with its exit code. */
export function runCommand(words: readonly string[]): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, leaveFailed);
  endCommandForSetup(words);
  // A command draws nothing.
  app.disableHardwareAcceleration();
  const job: { code: number | null } = { code: null };
  const done = runCli(words).then((code) => (job.code = code));
  turnLoopUntil(() => job.code !== null);
  if (job.code !== null) process.exit(job.code);
  void done.then((code) => app.exit(code));
}

function leaveFailed(thrown: unknown): void {
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  process.exit(1);
}

/**
 * Once this script has returned, Chromium opens a display, and ends the process where there is none; it also starts a GPU
 * and a network process, which cost time, and writes to standard error, which scripts read. So the command runs inside the
 * script: we turn Node's loop, which nobody else does yet. Returns early where that cannot be had, or when nothing is left to
 * wait for.
 */
function turnLoopUntil(isDone: () => boolean): void {
  // Runs what promises and process.nextTick have queued; Node keeps it for callers like this one.
  const tick: unknown = Reflect.get(process, '_tickCallback');
  if (typeof tick !== 'function') return;
  const { turnEventLoop } = loadNative();
  for (let isAlive: boolean | null = true; isAlive;) {
    tick.call(process);
    if (isDone()) return;
    isAlive = turnEventLoop();
  }
  tick.call(process);
}
