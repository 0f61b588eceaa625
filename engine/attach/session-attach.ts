import type { AttachView } from '../../protocol/session';
import { attachablePid } from './hook-objects';
import { Attachment } from './attachment';

/** A session's switch: off until somebody turns it on. */
export class SessionAttach {
  readonly #pid: number;
  readonly #prefix: string;
  readonly #command: readonly string[] | undefined;
  readonly #onChange: () => void;
  #attachment: Attachment | null = null;
  #attaching = false;
  #wanted = false;

  private constructor(pid: number, name: string, command: readonly string[] | undefined, onChange: () => void) {
    this.#pid = pid;
    this.#prefix = name.startsWith('Local\\') ? 'Local\\' : '';
    this.#command = command;
    this.#onChange = onChange;
  }

  /** `null` for a source that is no hook. */
  static of(name: string, command: readonly string[] | undefined, onChange: () => void): SessionAttach | null {
    const pid = attachablePid(name);
    return pid === null ? null : new SessionAttach(pid, name, command, onChange);
  }

  get view(): AttachView {
    const attachment = this.#attachment;
    const log = attachment?.log.lines ?? [];
    if (this.#attaching) return { state: 'attaching', log };
    if (!attachment || attachment.ended) return { state: 'off', log };
    return { state: attachment.capturing ? 'capturing' : 'attached', log };
  }

  /** @throws FramelatchError as {@link Attachment.start} does */
  async set(on: boolean): Promise<void> {
    this.#wanted = on;
    if (!on) {
      this.#attachment?.close();
      return this.#onChange();
    }
    if (this.#attaching || (this.#attachment && !this.#attachment.ended)) return;
    this.#attaching = true;
    this.#onChange();
    try {
      const command = this.#command ? { command: this.#command } : {};
      this.#attachment = await Attachment.start(this.#pid, {
        prefix: this.#prefix,
        onChange: this.#onChange,
        ...command,
      });
      // Turned off, or closed, while it was being done.
      if (!this.#wanted) this.#attachment.close();
    } finally {
      this.#attaching = false;
      this.#onChange();
    }
  }

  close(): void {
    this.#wanted = false;
    this.#attachment?.close();
  }
}
