import { dispose } from './dispose';
import { attempt, rawAddon } from './raw-addon';
import type { PipeEvent, RawMessagePipe } from './primitive-types';

/**
 * The listening end of a pipe of whole messages, one sender at a time, this user's alone: message mode on Windows, elsewhere a
 * socket with lengths (docs/posix-objects.md). A thread of its own empties it, so that a sender never waits for us; the newest 256
 * events, of at most 1 MiB, are kept until they are taken.
 */
export class MessagePipe implements Disposable {
  readonly path: string;
  readonly #raw: RawMessagePipe;

  /** @throws FramelatchError `pipe-taken` (another process listens there), `pipe-denied`, `name-invalid` */
  constructor(path: string) {
    this.path = path;
    this.#raw = attempt('listen on pipe', path, () => {
      const { MessagePipe: Raw } = rawAddon();
      return new Raw({ path });
    });
  }

  /** The next of what happened; `null` when that was all. A message is at most 64 KiB: a sender of more is sent away. */
  poll(): PipeEvent | null {
    return this.#raw.poll();
  }

  close(): void {
    this.#raw.close();
  }

  [dispose](): void {
    this.close();
  }
}
