// Something that takes the own passphrase once more: the server says so, it is asked
// for in place, and the same is tried again. Keeps nothing afterwards.

import type { Account } from "../state/account-contract";
import { refusalFrom } from "./refusal";

export class PassphraseGate {
  /** Whether the passphrase has to be asked for. */
  required = $state(false);
  passphrase = $state("");

  constructor(private readonly account: Pick<Account, "confirmPassphrase">) {}

  /** Rejects as `action` does, and where the passphrase is asked for, or is not right. */
  async run<T>(action: () => Promise<T>): Promise<T> {
    if (this.required) await this.account.confirmPassphrase(this.passphrase);
    try {
      const done = await action();
      this.required = false;
      this.passphrase = "";
      return done;
    } catch (error) {
      if (refusalFrom(error).code === "passphrase_needed") this.required = true;
      throw error;
    }
  }
}
