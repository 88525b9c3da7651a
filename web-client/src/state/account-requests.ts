// Getting in, and changing how one does: requests that spend something, each repeated
// under its key until it has succeeded. Knows nothing of who is signed in here.

import { Attempts } from "../net/attempts";
import type { Http } from "../net/http";
import { CookieBlocked } from "../net/refused";
import type { InvitePreview, Joined, Me, SignUp } from "../protocol/wire";
import { saysSignedOut } from "./identity";
import type { Platform } from "./platform";

type RequestPlatform = Pick<Platform, "newId" | "clock" | "attempts" | "invites" | "keepsCookies">;

export class AccountRequests {
  readonly #attempts: Attempts;
  /** An invite is followed once, and often by a page that is gone before the answer. */
  readonly #invites: Attempts;

  constructor(
    private readonly http: Http,
    private readonly platform: RequestPlatform,
  ) {
    const { newId, clock } = platform;
    this.#attempts = new Attempts(newId, platform.attempts);
    this.#invites = new Attempts(newId, platform.invites, () => clock.now());
  }

  previewInvite(token: string): Promise<InvitePreview> {
    return this.http.previewInvite({ token }, this.#invites.keyOf(fingerprint(token)));
  }

  async signUp(form: SignUp): Promise<Me> {
    // The invite would be spent, and nobody signed in.
    if (!this.platform.keepsCookies()) throw new CookieBlocked();
    return this.#invites.run(fingerprint(form.token), (key) =>
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
    return this.#invites.run(fingerprint(token), (key) =>
      this.http.joinCircle({ token, alias }, key),
    );
  }

  changePassphrase(current: string, next: string, endCalendarFeed = false): Promise<void> {
    const form = { current, new: next, end_calendar_feed: endCalendarFeed };
    return this.#attempts.run("passphrase", (key) => this.http.changePassphrase(form, key));
  }

  /** Nothing of one person is left to the next. */
  forget(): void {
    this.#attempts.forgetAll();
    this.#invites.forgetAll();
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

/** Signing up with an invite and joining by it are one attempt. Enough to tell the few
 *  invites of one device apart, and far too little to make the token of. */
function fingerprint(token: string): string {
  let hash = 0;
  for (const one of token) hash = (Math.imul(hash, 31) + one.charCodeAt(0)) | 0;
  return String(hash);
}
