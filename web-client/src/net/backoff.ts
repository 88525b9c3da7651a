// How long to wait before the next attempt: exponential backoff with full jitter, so
// that a thousand clients that lost the same server don't return at the same moment.
// Knows neither a clock nor a socket.

import type { Random } from "./platform";

const baseMs = 500;
const capMs = 30_000;

export class Backoff {
  #attempts = 0;

  constructor(private readonly random: Random) {}

  nextMs(): number {
    const ceiling = Math.min(capMs, baseMs * 2 ** this.#attempts);
    this.#attempts += 1;
    return this.random() * ceiling;
  }

  succeeded(): void {
    this.#attempts = 0;
  }
}

/** A random wait between the two bounds, for a server that restarts or throttles us. */
export function spreadMs(random: Random, fromMs: number, toMs: number): number {
  return fromMs + random() * (toMs - fromMs);
}
