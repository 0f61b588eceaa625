import { toErrorInfo, type ErrorInfo } from '../protocol/errors';
import type { SourceListing } from '../protocol/source';

const refreshMs = 1000;
/** One look may fail for want of a descriptor, and the list stays; as many in a row mean that nothing is known any more. */
const missesUntilUnlisted = 2;

export interface SourceListListener {
  readonly onList: (sources: readonly SourceListing[]) => void;
  /** Why there is no list any more; the next list says that there is one again. */
  readonly onUnlisted: (error: ErrorInfo) => void;
}

/** The list of mappings, refreshed while somebody looks at it and told on changes only. */
export class SourceWatch {
  readonly #list: () => Promise<readonly SourceListing[]>;
  readonly #rest: () => void;
  readonly #listeners = new Set<SourceListListener>();
  #timer: NodeJS.Timeout | null = null;
  #refreshing = false;
  #latest: readonly SourceListing[] | null = null;
  /** The last list, also where it said the same as the one before. */
  #seen: readonly SourceListing[] | null = null;
  #digest = '';
  /** Looks in a row that failed, and what was told of them. */
  #misses = 0;
  #failure: ErrorInfo | null = null;

  /**
   * @param list cheap enough for every second; the same array as before says that nothing has changed
   * @param rest called when nobody listens any more
   */
  constructor(list: () => Promise<readonly SourceListing[]>, rest: () => void = () => {}) {
    this.#list = list;
    this.#rest = rest;
  }

  subscribe(listener: SourceListListener): () => void {
    this.#listeners.add(listener);
    if (this.#latest) listener.onList(this.#latest);
    if (this.#failure) listener.onUnlisted(this.#failure);
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
    this.#forget();
    this.#misses = 0;
    this.#failure = null;
    this.#rest();
  }

  #forget(): void {
    this.#latest = null;
    this.#seen = null;
    this.#digest = '';
  }

  async #refresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      this.#take(await this.#list());
    } catch (thrown) {
      this.#miss(toErrorInfo(thrown, 'list', 'sources'));
    } finally {
      this.#refreshing = false;
    }
  }

  #take(sources: readonly SourceListing[]): void {
    this.#misses = 0;
    this.#failure = null;
    if (sources === this.#seen) return;
    this.#seen = sources;
    const digest = JSON.stringify(sources);
    if (digest === this.#digest || !this.#timer) return;
    this.#digest = digest;
    this.#latest = sources;
    for (const { onList } of this.#listeners) onList(sources);
  }

  /** The next look comes by itself. */
  #miss(error: ErrorInfo): void {
    this.#misses += 1;
    const isTold = this.#failure?.code === error.code && this.#failure.reason === error.reason;
    if (this.#misses < missesUntilUnlisted || isTold || !this.#timer) return;
    this.#failure = error;
    this.#forget();
    for (const { onUnlisted } of this.#listeners) onUnlisted(error);
  }
}
