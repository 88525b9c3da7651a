// Writes of what a person typed. One that the device refuses is tried again until
// it is taken, or until something newer takes its place; meanwhile whoever shows
// the words can say that they are not saved. Knows no words.

import type { Cancel, Clock } from "../net/platform";

export const retryWriteMs = 5_000;

type Write = () => Promise<void>;

export class PendingWrites {
  #failed = $state.raw<ReadonlySet<string>>(new Set());
  /** The newest write of each key that the device has not taken. */
  readonly #newest = new Map<string, Write>();
  #retry: Cancel | null = null;

  constructor(private readonly clock: Clock) {}

  /** The device has refused the newest write of this key. */
  failed(key: string): boolean {
    return this.#failed.has(key);
  }

  get anyFailed(): boolean {
    return this.#failed.size > 0;
  }

  /** Whether the device took it at once. `again` is what is tried after that. */
  async write(key: string, write: Write, again: Write = write): Promise<boolean> {
    this.#newest.set(key, again);
    const taken = await write().then(
      () => true,
      () => false,
    );
    // A newer write of the same thing says by itself how it went.
    if (this.#newest.get(key) !== again) return taken;
    if (!taken) this.#refused(key);
    else {
      this.drop(key);
      // There may be room for the others too.
      if (this.anyFailed) this.retryNow();
    }
    return taken;
  }

  /** Nobody needs it on the device any more. */
  drop(key: string): void {
    this.#newest.delete(key);
    if (this.#failed.has(key)) {
      this.#failed = new Set([...this.#failed].filter((one) => one !== key));
    }
  }

  /** At once, for a page that may be gone any moment. */
  retryNow(): void {
    this.#retry?.();
    this.#retry = null;
    for (const key of this.#failed) {
      const write = this.#newest.get(key);
      if (write) void this.write(key, write);
    }
  }

  stop(): void {
    this.#retry?.();
    this.#retry = null;
    this.#newest.clear();
    this.#failed = new Set();
  }

  #refused(key: string): void {
    if (!this.#failed.has(key)) this.#failed = new Set([...this.#failed, key]);
    this.#retry ??= this.clock.after(retryWriteMs, () => this.retryNow());
  }
}
