// How long to wait before the next attempt: full jitter, so that a thousand
// clients which lost the same server don't return in the same moment. Knows
// neither a clock nor a socket.

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

/** Between the two bounds; for a server that restarts, or asks for patience. */
export function spreadMs(random: Random, fromMs: number, toMs: number): number {
  return fromMs + random() * (toMs - fromMs);
}
