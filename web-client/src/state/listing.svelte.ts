// A list that the server holds: loaded when it is needed, and again when it has changed.
// Knows neither what is in it nor who shows it.

export class Listing<T> {
  #items = $state.raw<readonly T[] | null>(null);
  #reading: Promise<void> | null = null;
  #stale = false;

  constructor(private readonly read: () => Promise<readonly T[]>) {}

  /** Null until loaded. */
  get items(): readonly T[] | null {
    return this.#items;
  }

  /** A load that is under way may not know of the change yet, so it is repeated. */
  set items(items: readonly T[] | null) {
    this.#items = items;
    this.#stale = this.#reading !== null;
  }

  /** Resolves once a load that began after this call has ended. */
  load(): Promise<void> {
    this.#stale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => {
      this.#reading = null;
      if (this.#stale) this.tryLoad();
    });
    return this.#reading;
  }

  /** Ignores a failure: the next change or the next screen loads it again. */
  tryLoad(): void {
    this.load().catch(() => {});
  }

  /** The list has changed. Loads it only where it was loaded before. */
  refresh(): void {
    if (this.#items !== null) this.tryLoad();
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      this.#items = await this.read();
    }
  }
}
