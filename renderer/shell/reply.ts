import { FramelatchError } from '../../protocol/errors';
import type { Reply } from '../../protocol/ipc';

/** A reply's value; its error is thrown. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new FramelatchError(reply.error);
}
