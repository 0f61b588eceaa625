import type { MessagePipe } from '../../native/index';
import type { HookLogLine } from '../../protocol/session';

const keptLines = 100;
const longestLine = 1000;
/** Messages that are taken at one look: a hook that never stops talking must not keep us. */
const mostAtOnce = 200;

/** What a hook says through its log pipe: untrusted text, escape it before it reaches a terminal. */
export class HookLog {
  readonly #pipe: MessagePipe;
  #lines: HookLogLine[] = [];
  #count = 0;

  constructor(pipe: MessagePipe) {
    this.#pipe = pipe;
  }

  /** The newest, oldest of them first. */
  get lines(): readonly HookLogLine[] {
    return this.#lines;
  }

  /** Whether anything came. */
  read(): boolean {
    const before = this.#count;
    for (let taken = 0; taken < mostAtOnce; taken += 1) {
      const event = this.#pipe.poll();
      if (!event) break;
      if (event.kind === 'message') this.#add(event.message);
      if (event.kind === 'refused') this.#keep('(a message longer than 64 KiB was refused)');
    }
    return this.#count > before;
  }

  /** A message is text up to a NUL, and may have several lines. */
  #add(message: Uint8Array): void {
    const end = message.indexOf(0);
    const text = new TextDecoder().decode(end < 0 ? message : message.subarray(0, end));
    for (const line of text.split(/\r?\n/)) if (line.trim()) this.#keep(line);
  }

  #keep(text: string): void {
    this.#count += 1;
    this.#lines = [...this.#lines, { number: this.#count, text: text.slice(0, longestLine) }].slice(-keptLines);
  }
}
