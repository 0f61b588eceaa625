/**
 * `handler` as something that the event loop may call: what it throws, at once or by a promise, goes to `fail` and not to the
 * loop, where it would end the process and with it everybody else's sessions. One stands at each boundary: a message, a timer,
 * a native callback. `fail` says what it means there: an end of a stream, of a session, of a request.
 */
export function contained<Args extends readonly unknown[]>(
  handler: (...args: Args) => unknown,
  fail: (thrown: unknown) => void,
): (...args: Args) => void {
  const failSafely = (thrown: unknown): void => {
    try {
      fail(thrown);
    } catch (second) {
      // Nobody is left who could be told but whoever reads the terminal.
      process.stderr.write(`${textOf(thrown)}\nand telling it failed: ${textOf(second)}\n`);
    }
  };
  return (...args) => {
    try {
      const result = handler(...args);
      if (result instanceof Promise) result.catch(failSafely);
    } catch (thrown) {
      failSafely(thrown);
    }
  };
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
