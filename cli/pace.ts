import { after, pause } from '../engine/timer';

type Step = (number: number) => boolean | Promise<boolean>;

/**
 * Calls `step` with 1, 2, 3 … at a steady rate, without drift: each time is counted from the start. Late steps are made up
 * for one by one, never in a burst. Resolves when `step` gives false or the signal aborts.
 * @param fps 0 = as fast as it goes
 */
export async function paced(fps: number, signal: AbortSignal, step: Step): Promise<void> {
  const pace = new Pace(fps);
  for (let number = 1; !signal.aborted && (await step(number)); number += 1) await pace.next(signal);
}

/** One step, then whatever it takes until somebody ends it. */
export async function still(signal: AbortSignal, step: Step): Promise<void> {
  await step(1);
  await pause(Infinity, signal);
}

/** Times at a steady rate. */
export class Pace {
  readonly #interval: number;
  #due = performance.now();

  /** @param fps 0 = as fast as it goes */
  constructor(fps: number) {
    this.#interval = fps > 0 ? 1000 / fps : 0;
  }

  /** Waits until the next one is due, or the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    this.#due = Math.max(this.#due + this.#interval, performance.now() - this.#interval);
    return pause(Math.max(0, this.#due - performance.now()), signal);
  }
}

/**
 * Aborts on Ctrl+C, on a polite kill, and when the channel to a parent closes, so that objects are removed before the process ends; and after so many seconds,
 * where they are given.
 */
export function endSignal(seconds?: number): AbortSignal {
  const controller = new AbortController();
  const cancel = seconds === undefined ? () => {} : after(seconds * 1000, () => controller.abort(), false);
  controller.signal.addEventListener('abort', cancel, { once: true });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => controller.abort());
  // Whoever started this over Node's channel has ended, or wants it to end: on Windows there is no polite kill.
  process.once('disconnect', () => controller.abort());
  return controller.signal;
}
