// A list that the server holds for us: read when it is wanted, and again when
// news of it comes. Knows neither what is in it nor who shows it.

export class Listing<T> {
  #items = $state.raw<readonly T[] | null>(null);
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(private readonly read: () => Promise<readonly T[]>) {}

  /** Null until it was read. */
  get items(): readonly T[] | null {
    return this.#items;
  }

  /** A reading that is under way may not know of the change yet: it is repeated. */
  set items(items: readonly T[] | null) {
    this.#items = items;
    this.#again = this.#reading !== null;
  }

  /** Resolves once a reading that began after this call has ended. */
  load(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readUntilFresh().finally(() => {
      this.#reading = null;
      if (this.#again) this.loadLater();
    });
    return this.#reading;
  }

  /** Where it fails, the next news or the next look reads it. */
  loadLater(): void {
    this.load().catch(() => {});
  }

  /** News came: nobody needs a list that was never looked at. */
  refresh(): void {
    if (this.#items !== null) this.loadLater();
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.#items = await this.read();
    }
  }
}
