// A clock that stands still until a test moves it.

import type { Clock } from "../src/net/platform";

interface Timer {
  at: number;
  action: () => void;
}

export class FakeClock implements Clock {
  #now = 1_790_000_000_000;
  #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on, running what comes due, and lets everything settle in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await flushPromises();
    for (let timer = this.#due(until); timer; timer = this.#due(until)) {
      this.#now = Math.max(this.#now, timer.at);
      this.#timers.delete(timer);
      timer.action();
      await flushPromises();
    }
    this.#now = until;
  }

  #due(until: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.at <= until);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}

/** Until promises, the fake database and the fake sockets have nothing more to do. */
export async function flushPromises(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
