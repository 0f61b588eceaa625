/** Whoever wants to be told. One that throws is told nothing more, lest telling of its failure goes round for ever. */
export class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  readonly #onBroken: (thrown: unknown) => void;

  constructor(onBroken: (thrown: unknown) => void) {
    this.#onBroken = onBroken;
  }

  /** Returns the way out. */
  add(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(value: Value): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (thrown) {
        this.#listeners.delete(listener);
        this.#onBroken(thrown);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
