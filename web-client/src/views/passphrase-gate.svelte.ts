// Something that takes the own passphrase once more: the server says so, it is asked
// for in place, and the same is tried again. Keeps nothing afterwards.

import type { Account } from "../state/account-contract";
import { refusalFrom } from "./refusal";

export class PassphraseGate {
  /** Whether the passphrase has to be asked for. */
  asks = $state(false);
  passphrase = $state("");

  constructor(private readonly account: Pick<Account, "confirmPassphrase">) {}

  /** Rejects as `act` does, and where the passphrase is asked for, or is not right. */
  async run<T>(act: () => Promise<T>): Promise<T> {
    if (this.asks) await this.account.confirmPassphrase(this.passphrase);
    try {
      const done = await act();
      this.asks = false;
      this.passphrase = "";
      return done;
    } catch (error) {
      if (refusalFrom(error).code === "passphrase_needed") this.asks = true;
      throw error;
    }
  }
}
