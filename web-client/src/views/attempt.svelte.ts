// Something asked of the server from a screen: whether it is under way, and what
// went wrong. What was typed is the screen's to keep.

import type { Refusal } from "../protocol/wire";
import { refusalFrom } from "./refusal";

export class Attempt {
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  /** `after` is part of it: what is to be read again once it is done. */
  constructor(private readonly after: () => Promise<unknown> = () => Promise.resolve()) {}

  get problem(): string | null {
    return this.refusal?.message ?? null;
  }

  /** Whether it was done. */
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

  /** `after` alone. */
  readonly load = (): Promise<boolean> => this.run(() => Promise.resolve());
}
