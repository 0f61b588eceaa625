import { NamedEvent } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { AttachView } from '../../protocol/session';
import { Attachment } from './attachment';
import { hookObjects, hookOf, type HookId } from './hook-objects';

const lookMs = 1000;

/** A session's switch: off until somebody turns it on. */
export class SessionAttach {
  readonly #hook: HookId;
  readonly #command: readonly string[] | undefined;
  readonly #onChange: () => void;
  #attachment: Attachment | null = null;
  #attaching = false;
  #wanted = false;
  #isHook = false;
  #nextLook = 0;

  private constructor(hook: HookId, command: readonly string[] | undefined, onChange: () => void) {
    this.#hook = hook;
    this.#command = command;
    this.#onChange = onChange;
  }

  /** `null` for a source that is no hook. */
  static of(name: string, command: readonly string[] | undefined, onChange: () => void): SessionAttach | null {
    const hook = hookOf(name);
    return hook && new SessionAttach(hook, command, onChange);
  }

  /** `null` while there is no hook of that number: producers of other kinds have no events. */
  get view(): AttachView | null {
    const attachment = this.#attachment;
    const log = attachment?.log.lines ?? [];
    if (this.#attaching) return { state: 'attaching', log };
    if (!attachment || attachment.ended) return this.#seesHook() ? { state: 'off', log } : null;
    if (attachment.capturing) return { state: 'capturing', log };
    return { state: attachment.silent ? 'silent' : 'attached', log };
  }

  /** @throws FramelatchError as {@link Attachment.start} does */
  async set(on: boolean, acceptLoss: boolean): Promise<void> {
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
      this.#attachment = await Attachment.start(this.#hook, { onChange: this.#onChange, acceptLoss, ...command });
      // Turned off, or closed, while it was being done.
      if (!this.#wanted) this.#attachment.close();
    } finally {
      this.#attaching = false;
      this.#onChange();
    }
  }

  #seesHook(): boolean {
    if (performance.now() < this.#nextLook) return this.#isHook;
    this.#nextLook = performance.now() + lookMs;
    try {
      NamedEvent.open(hookObjects(this.#hook).initialize).close();
      this.#isHook = true;
    } catch (thrown) {
      if (!(thrown instanceof FramelatchError)) throw thrown;
      this.#isHook = false;
    }
    return this.#isHook;
  }

  close(): void {
    this.#wanted = false;
    this.#attachment?.close();
  }
}
