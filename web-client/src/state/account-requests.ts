// Getting in, and changing how one does: requests that spend something, each repeated
// under its key until it has succeeded. Knows nothing of who is signed in here.

import { Attempts, type KeyStorage } from "../net/attempts";
import type { Http } from "../net/http";
import { CookieBlocked } from "../net/refused";
import type { InvitePreview, Joined, Me, SignUp } from "../protocol/wire";
import { saysSignedOut } from "./identity";

export class AccountRequests {
  readonly #attempts: Attempts;

  constructor(
    private readonly http: Http,
    around: { newId(): string; attempts: KeyStorage },
  ) {
    this.#attempts = new Attempts(around.newId, around.attempts);
  }

  lookAtInvite(token: string): Promise<InvitePreview> {
    return this.http.lookAtInvite({ token }, this.#attempts.keyOf(following(token)));
  }

  signUp(form: SignUp): Promise<Me> {
    return this.#attempts.run(following(form.token), (key) =>
      this.#held(this.http.signUp(form, key)),
    );
  }

  signIn(sign_in_name: string, passphrase: string): Promise<Me> {
    return this.#attempts.run("sign-in", (key) =>
      this.#held(this.http.signIn({ sign_in_name, passphrase }, key)),
    );
  }

  /** Signed out already is as good. */
  async signOut(): Promise<void> {
    await this.http.signOut().catch((error: unknown) => {
      if (!saysSignedOut(error)) throw error;
    });
  }

  joinCircle(token: string, alias: string | null): Promise<Joined> {
    return this.#attempts.run(following(token), (key) =>
      this.http.joinCircle({ token, alias }, key),
    );
  }

  changePassphrase(current: string, next: string): Promise<void> {
    return this.#attempts.run("passphrase", (key) =>
      this.http.changePassphrase({ current, new: next }, key),
    );
  }

  /** Nothing of one person is left to the next. */
  forget(): void {
    this.#attempts.forgetAll();
  }

  /** The answer alone proves nothing: where the browser kept no cookie, nobody is
   *  signed in, and the attempt has not succeeded. */
  async #held(asked: Promise<Me>): Promise<Me> {
    const me = await asked;
    const held: unknown = await this.http.me().catch((error: unknown) => error);
    if (saysSignedOut(held)) throw new CookieBlocked();
    return me;
  }
}

/** Signing up with an invite and joining by it are one attempt. */
function following(token: string): string {
  return `invite ${token}`;
}
