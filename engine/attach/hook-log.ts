import type { MessagePipe } from '../../native/index';
import type { HookLogLine } from '../../protocol/session';

const keptLines = 100;
const longestLine = 1000;
/** Bytes that are read at one look: a hook that never stops talking must not keep us. */
const mostAtOnce = 256 * 1024;

/** What a hook says through its log pipe: untrusted text, escape it before it reaches a terminal. */
export class HookLog {
  readonly #pipe: Pick<MessagePipe, 'poll'>;
  #lines: readonly HookLogLine[] = [];
  #count = 0;

  constructor(pipe: Pick<MessagePipe, 'poll'>) {
    this.#pipe = pipe;
  }

  /** The newest, oldest of them first. */
  get lines(): readonly HookLogLine[] {
    return this.#lines;
  }

  /** Whether anything came. */
  read(): boolean {
    const texts: string[] = [];
    for (let taken = 0; taken < mostAtOnce;) {
      const event = this.#pipe.poll();
      if (!event) break;
      taken += event.message.byteLength + 1;
      if (event.kind === 'message') texts.push(...linesOf(event.message));
      if (event.kind === 'refused') texts.push('(a message longer than 64 KiB was refused)');
    }
    if (texts.length === 0) return false;
    const first = this.#count + 1;
    this.#count += texts.length;
    const added = texts.map((text, index) => ({ number: first + index, text: text.slice(0, longestLine) }));
    this.#lines = [...this.#lines, ...added].slice(-keptLines);
    return true;
  }
}

/** A message is text up to a NUL, and may have several lines; the last of very many. */
function linesOf(message: Uint8Array): string[] {
  const end = message.indexOf(0);
  const text = new TextDecoder().decode(end < 0 ? message : message.subarray(0, end));
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .slice(-keptLines);
}
