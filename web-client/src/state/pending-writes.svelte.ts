// Writes of what a person typed. A write that the device refuses is retried until it
// succeeds or a newer one replaces it; meanwhile a view can say that the text is not saved.
// Knows nothing of what is written.

import type { Cancel, Clock } from "../net/platform";

export const retryWriteMs = 5_000;

type Write = () => Promise<void>;

export class PendingWrites {
  #failed = $state.raw<ReadonlySet<string>>(new Set());
  /** The newest write of each key that has not succeeded yet. */
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

  /** Returns whether the first attempt succeeded. `retry` is what is tried after that. */
  async write(key: string, write: Write, retry: Write = write): Promise<boolean> {
    this.#newest.set(key, retry);
    const taken = await write().then(
      () => true,
      () => false,
    );
    // A newer write of the same key reports its own result.
    if (this.#newest.get(key) !== retry) return taken;
    if (!taken) this.#refused(key);
    else {
      this.drop(key);
      // There may be room for the other writes now.
      if (this.anyFailed) this.retryNow();
    }
    return taken;
  }

  /** This key no longer has to be written. */
  drop(key: string): void {
    this.#newest.delete(key);
    if (this.#failed.has(key)) {
      this.#failed = new Set([...this.#failed].filter((failedKey) => failedKey !== key));
    }
  }

  /** Retries at once, since the page may be closed any moment. */
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
