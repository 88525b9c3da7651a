// An action that requires the passphrase again: where the server refuses for that reason,
// the form asks for it in place and retries. Keeps nothing afterwards.

import type { Account } from "../state/account-contract";
import { refusalFrom } from "./refusal";

export class PassphraseGate {
  /** Whether the form has to ask for the passphrase. */
  required = $state(false);
  passphrase = $state("");

  constructor(private readonly account: Pick<Account, "confirmPassphrase">) {}

  /** Rejects as `action` does, and where the passphrase is missing or wrong. */
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
