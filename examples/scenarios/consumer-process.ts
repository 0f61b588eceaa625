import { spawn, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';

/** Starts the consumer beside the running producer, with its output. */
export function startConsumer(...args: readonly string[]): ChildProcess {
  return start(args, false);
}

/** The same for one that shall outlive us: on Windows a child ends with its parent otherwise. */
export function startIndependentConsumer(...args: readonly string[]): ChildProcess {
  return start(args, true);
}

function start(args: readonly string[], detached: boolean): ChildProcess {
  return spawn(process.execPath, [join(dirname(process.argv[1] ?? ''), 'consumer.cjs'), ...args], {
    stdio: 'inherit',
    detached,
  });
}

/** Starts it and waits for its end: what the document calls a synchronous start. */
export function runConsumer(...args: readonly string[]): Promise<{ code: number | null; signal: string | null }> {
  const child = startConsumer(...args);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** A name that no other run of an example uses. */
export function uniqueName(example: string): string {
  return `FramelatchScenario${example}-${process.pid}`;
}
