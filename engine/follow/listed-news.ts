import type { Native, SourceLister } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';

/** Whether the list of mappings has changed: kept up by a native thread that takes little time, from the first question on. */
export class ListedNews {
  readonly #native: Native;
  #lister: SourceLister | null = null;

  constructor(native: Native) {
    this.#native = native;
  }

  /** Since the last question. */
  hasNews(): boolean {
    this.#lister ??= this.#native.openLister();
    try {
      return this.#lister.take() !== null;
    } catch (thrown) {
      if (!(thrown instanceof FramelatchError)) throw thrown;
      return true; // a look of one's own says what is wrong
    }
  }

  /** Ends the thread; the next question begins anew. */
  close(): void {
    this.#lister?.close();
    this.#lister = null;
  }
}
