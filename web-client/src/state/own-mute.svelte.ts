// Whether we can post in a circle just now. A mute ends by itself, to the second,
// without anybody saying so.

import type { Cancel, Clock } from "../net/platform";

/** The longest wait that browsers take; a later end is waited for in parts. */
const longestWaitMs = 2 ** 31 - 1;

export class OwnMute {
  #until = $state<number | null>(null);
  #ending: Cancel | null = null;

  constructor(private readonly clock: Clock) {}

  /** By this device's clock. */
  get until(): number | null {
    return this.#until;
  }

  /** `skewMs` is how far the server's clock is ahead of ours. */
  set(until: number | null, skewMs: number): void {
    this.stop();
    this.#until = until === null ? null : until - skewMs;
    this.#watch();
  }

  stop(): void {
    this.#ending?.();
    this.#ending = null;
  }

  #watch(): void {
    if (this.#until === null) return;
    const leftMs = this.#until - this.clock.now();
    if (leftMs <= 0) this.#until = null;
    else this.#ending = this.clock.after(Math.min(leftMs, longestWaitMs), () => this.#watch());
  }
}
