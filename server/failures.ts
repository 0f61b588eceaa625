const mostFailures = 10;
const withinMs = 60_000;

/**
 * For a process whose work is this server: what nobody handled is said, and the server goes on. Each boundary has a handler of
 * its own, so that it was one callback that slipped through, and every other page's sessions are whole. When such failures come
 * again and again, something is broken on which all of them stand: then the process ends, with the last one as the reason.
 * @returns the way out
 */
export function surviveFailures(say: (sentence: string) => void, end: () => void): () => void {
  let failedAtMs: readonly number[] = [];
  const onFailure = (thrown: unknown) => {
    const now = performance.now();
    failedAtMs = [...failedAtMs.filter((time) => now - time < withinMs), now];
    say(`Framelatch failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    if (failedAtMs.length > mostFailures) end();
  };
  process.on('uncaughtException', onFailure).on('unhandledRejection', onFailure);
  return () => void process.off('uncaughtException', onFailure).off('unhandledRejection', onFailure);
}
