// Whether we are muted in a circle. A mute ends by itself at its time, without a notice.

import type { Cancel, Clock } from "../net/platform";

/** The longest timer that browsers support; a later end takes several timers. */
const longestWaitMs = 2 ** 31 - 1;

export class OwnMute {
  #until = $state<number | null>(null);
  #ending: Cancel | null = null;

  constructor(private readonly clock: Clock) {}

  /** By this device's clock. */
  get until(): number | null {
    return this.#until;
  }

  /** `until` is the server's time; `skewMs` is how far its clock is ahead of ours. */
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
