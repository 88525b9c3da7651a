// Requests for signing up, signing in, joining, coming back by a recovery link and changing
// the passphrase. Each can be carried out only once, so it is repeated with the same
// idempotency key until it has succeeded. Knows nothing of who is signed in here.

import { IdempotencyKeys } from "../net/idempotency-keys";
import type { Http } from "../net/http";
import { CookieBlocked } from "../net/refused";
import type { InvitePreview, Joined, Me, RecoveryPreview, SignUp } from "../protocol/wire";
import { isNotSignedIn } from "./identity";
import type { Platform } from "./platform";

type RequestPlatform = Pick<
  Platform,
  "newId" | "clock" | "idempotencyKeys" | "invites" | "keepsCookies"
>;

export class AccountRequests {
  readonly #idempotencyKeys: IdempotencyKeys;
  /** Kept across reloads: an invite works once, and pages are often closed too early. */
  readonly #invites: IdempotencyKeys;

  constructor(
    private readonly http: Http,
    private readonly platform: RequestPlatform,
  ) {
    const { newId, clock } = platform;
    this.#idempotencyKeys = new IdempotencyKeys(newId, platform.idempotencyKeys);
    this.#invites = new IdempotencyKeys(newId, platform.invites, () => clock.now());
  }

  previewInvite(token: string): Promise<InvitePreview> {
    return this.http.previewInvite({ token }, this.#invites.keyOf(fingerprint(token)));
  }

  signUp(form: SignUp): Promise<Me> {
    return this.#useUp(form.token, (key) => this.http.signUp(form, key));
  }

  signIn(sign_in_name: string, passphrase: string): Promise<Me> {
    return this.#idempotencyKeys.run("sign-in", (key) =>
      this.#requireCookie(this.http.signIn({ sign_in_name, passphrase }, key)),
    );
  }

  /** Being signed out already counts as success. */
  async signOut(): Promise<void> {
    await this.http.signOut().catch((error: unknown) => {
      if (!isNotSignedIn(error)) throw error;
    });
  }

  joinCircle(token: string, alias: string | null): Promise<Joined> {
    return this.#invites.run(fingerprint(token), (key) =>
      this.http.joinCircle({ token, alias }, key),
    );
  }

  previewRecovery(token: string): Promise<RecoveryPreview> {
    return this.http.previewRecovery({ token }, this.#invites.keyOf(fingerprint(token)));
  }

  recover(token: string, passphrase: string): Promise<Me> {
    return this.#useUp(token, (key) => this.http.recoverAccount({ token, passphrase }, key));
  }

  changePassphrase(current: string, next: string, endCalendarFeed = false): Promise<void> {
    const form = { current, new: next, end_calendar_feed: endCalendarFeed };
    return this.#idempotencyKeys.run("passphrase", (key) => this.http.changePassphrase(form, key));
  }

  /** Drops all keys, so that the next person gets none of them. */
  forget(): void {
    this.#idempotencyKeys.forgetAll();
    this.#invites.forgetAll();
  }

  async #useUp(token: string, ask: (key: string) => Promise<Me>): Promise<Me> {
    // Otherwise the link would be used up, and nobody would be signed in.
    if (!this.platform.keepsCookies()) throw new CookieBlocked();
    return this.#invites.run(fingerprint(token), (key) => this.#requireCookie(ask(key)));
  }

  /** The answer alone proves nothing: where the browser did not keep the cookie, nobody is
   *  signed in, and the attempt has failed. */
  async #requireCookie(asked: Promise<Me>): Promise<Me> {
    const me = await asked;
    const check: unknown = await this.http.me().catch((error: unknown) => error);
    if (isNotSignedIn(check)) throw new CookieBlocked();
    return me;
  }
}

/** Identifies an invite or a recovery link, so that signing up and joining with it are one
 *  attempt. Enough to tell the few of one device apart, far too little to get the token
 *  back. */
function fingerprint(token: string): string {
  let hash = 0;
  for (const char of token) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
  return String(hash);
}
