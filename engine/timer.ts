/** Node's timers fire at once above this many milliseconds, which are 24.8 days. */
const longestMs = 2 ** 31 - 1;

/**
 * Calls back after so many milliseconds, however many; `Infinity` is never.
 * @param keepsProcess whether the process runs on for it, where it has nothing else to do
 * @returns the way out
 */
export function after(milliseconds: number, body: () => void, keepsProcess = true): () => void {
  const due = performance.now() + milliseconds;
  let timer: NodeJS.Timeout;
  const arm = () => {
    const left = due - performance.now();
    timer = left > longestMs ? setTimeout(arm, longestMs) : setTimeout(body, Math.max(0, left));
    if (!keepsProcess) timer.unref();
  };
  arm();
  return () => clearTimeout(timer);
}

/** Resolves after so many milliseconds, however many, or as soon as the signal fires. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = after(milliseconds, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
