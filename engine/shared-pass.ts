import { pause } from './timer';

/** Between two passes lie so many times what one took: a fifth of the time at most goes into them. */
const restShare = 4;
const longestRestMs = 250;

/**
 * One pass at a time for all who ask. Whoever asks while one runs, or soon after, gets the next: a pass that was given always
 * began after it was asked for, so that what its caller made before is seen by it.
 */
export class SharedPass<T> {
  readonly #run: () => Promise<T>;
  /** Not begun yet. */
  #next: Promise<T> | null = null;
  /** Until the pass before has ended, and some time after. */
  #rest: Promise<void> = Promise.resolve();

  constructor(run: () => Promise<T>) {
    this.#run = run;
  }

  /** @throws what the pass throws, to all who share it */
  ask(): Promise<T> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<T> {
    await this.#rest;
    this.#next = null;
    const began = performance.now();
    const pass = this.#run();
    this.#rest = restAfter(pass, began);
    return pass;
  }
}

async function restAfter(pass: Promise<unknown>, began: number): Promise<void> {
  // Its failure is told to who asked.
  await pass.catch(() => {});
  await pause(Math.min(longestRestMs, (performance.now() - began) * restShare));
}
