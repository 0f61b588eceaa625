import type { SourceListing } from '../protocol/source';

const refreshMs = 1000;

type Listener = (sources: readonly SourceListing[]) => void;

/** The list of mappings, refreshed while somebody looks at it and told on changes only. */
export class SourceWatch {
  readonly #list: () => Promise<readonly SourceListing[]>;
  readonly #rest: () => void;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #refreshing = false;
  #latest: readonly SourceListing[] | null = null;
  /** The last list, also where it said the same as the one before. */
  #seen: readonly SourceListing[] | null = null;
  #digest = '';

  /**
   * @param list cheap enough for every second; the same array as before says that nothing has changed
   * @param rest called when nobody listens any more
   */
  constructor(list: () => Promise<readonly SourceListing[]>, rest: () => void = () => {}) {
    this.#list = list;
    this.#rest = rest;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#latest) listener(this.#latest);
    this.#timer ??= setInterval(() => void this.#refresh(), refreshMs);
    void this.#refresh();
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) this.close();
    };
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#latest = null;
    this.#seen = null;
    this.#digest = '';
    this.#rest();
  }

  async #refresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      const sources = await this.#list();
      if (sources === this.#seen) return;
      this.#seen = sources;
      const digest = JSON.stringify(sources);
      if (digest === this.#digest || !this.#timer) return;
      this.#digest = digest;
      this.#latest = sources;
      for (const listener of this.#listeners) listener(sources);
    } catch {
      // A look can fail for want of a descriptor; the list stays, and the next look comes by itself.
      return;
    } finally {
      this.#refreshing = false;
    }
  }
}
