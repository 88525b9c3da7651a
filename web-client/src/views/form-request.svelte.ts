// A request that a screen makes: whether it is running, and what went wrong. The screen
// itself keeps what was typed.

import type { Refusal } from "../protocol/wire";
import { refusalFrom } from "./refusal";

export class FormRequest {
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  /** `after` runs after each action, as part of it, to load what has changed. */
  constructor(private readonly after: () => Promise<unknown> = () => Promise.resolve()) {}

  get problem(): string | null {
    return this.refusal?.message ?? null;
  }

  /** Returns whether it succeeded. */
  readonly run = async (action: () => Promise<unknown>): Promise<boolean> => {
    this.busy = true;
    this.refusal = null;
    try {
      await action();
      await this.after();
      return true;
    } catch (thrown) {
      this.refusal = refusalFrom(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  };

  /** Runs `after` alone. */
  readonly load = (): Promise<boolean> => this.run(() => Promise.resolve());
}
