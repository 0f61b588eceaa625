/**
 * Calls `step` with 1, 2, 3 … at a steady rate, without drift: each time is counted from the start. Late steps are made up
 * for one by one, never in a burst. Resolves when `step` returns false or the signal aborts.
 */
export function paced(fps: number, signal: AbortSignal, step: (number: number) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const interval = 1000 / fps;
    let due = performance.now();
    let number = 0;
    let timer: NodeJS.Timeout;
    const finish = (error?: unknown) => {
      clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(error);
    };
    const tick = () => {
      try {
        if (signal.aborted || !step(++number)) return finish();
      } catch (thrown) {
        return finish(thrown);
      }
      due = Math.max(due + interval, performance.now() - interval);
      timer = setTimeout(tick, Math.max(0, due - performance.now()));
    };
    signal.addEventListener('abort', () => finish(), { once: true });
    tick();
  });
}

/** Aborts on Ctrl+C and on a polite kill, so that objects are removed before the process ends. */
export function endSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
