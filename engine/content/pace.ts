const lookMs = 50;
const shareOfTime = 10;
// A writer that keeps a lock is waited for within a look: that is no work.
const longestMs = 500;

/**
 * How long to wait before content is looked at again, in milliseconds.
 * @param tookMs what the last look took: at most a tenth of the time is spent on looking, however large the content is
 */
export function pauseAfter(tookMs: number): number {
  return Math.min(longestMs, Math.max(lookMs, tookMs * (shareOfTime - 1)));
}
