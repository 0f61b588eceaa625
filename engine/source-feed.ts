import { setTimeout as sleep } from 'node:timers/promises';

import type { Native, SourceLister } from '../native/index';
import type { SourceListing } from '../protocol/source';

const firstLookMs = 10;

/** The mappings that a window shows: looked for by a native thread while somebody wants them, and never waited for after. */
export class SourceFeed {
  readonly #native: Native;
  #lister: SourceLister | null = null;
  #rows: readonly SourceListing[] | null = null;

  constructor(native: Native) {
    this.#native = native;
  }

  /**
   * The same array as before where nothing has changed.
   * @throws FramelatchError `mapping-denied`, `mapping-missing`: the folder of all mappings cannot be looked into
   */
  async rows(): Promise<readonly SourceListing[]> {
    this.#lister ??= this.#native.openLister();
    for (;;) {
      this.#rows = this.#lister?.take() ?? this.#rows;
      // Only the first look is waited for; a feed that was closed meanwhile has none.
      if (this.#rows || !this.#lister) return this.#rows ?? [];
      await sleep(firstLookMs);
    }
  }

  /** Ends the thread; the next `rows` begins anew. */
  close(): void {
    this.#lister?.close();
    this.#lister = null;
    this.#rows = null;
  }
}
