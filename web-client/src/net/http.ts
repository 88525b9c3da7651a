// The HTTP API: signing up, in and out, and the sessions of the account. Rejects with a
// `Refused`. Knows nothing of sockets or of the store on the device.

import * as read from "../protocol/readers";
import type { Check } from "../protocol/shape";
import type {
  ChangePassphrase,
  ConfirmPassphrase,
  HelpCard,
  InvitePreview,
  JoinCircle,
  Joined,
  PreviewInvite,
  PreviewRecovery,
  RecoverAccount,
  RecoveryPreview,
  Me,
  SessionId,
  Sessions,
  SignIn,
  SignUp,
} from "../protocol/wire";
import { Refused, NoResponse } from "./refused";
import type { Fetch } from "./platform";

export class Http {
  constructor(private readonly fetch: Fetch) {}

  previewInvite(body: PreviewInvite, key?: string): Promise<InvitePreview> {
    return this.#ask("POST", "/api/invites/preview", body, read.invitePreview, key);
  }

  signUp(body: SignUp, key: string): Promise<Me> {
    return this.#ask("POST", "/api/sign-up", body, read.me, key);
  }

  joinCircle(body: JoinCircle, key: string): Promise<Joined> {
    return this.#ask("POST", "/api/join", body, read.joined, key);
  }

  signIn(body: SignIn, key: string): Promise<Me> {
    return this.#ask("POST", "/api/sign-in", body, read.me, key);
  }

  previewRecovery(body: PreviewRecovery, key?: string): Promise<RecoveryPreview> {
    return this.#ask("POST", "/api/way-back/preview", body, read.recoveryPreview, key);
  }

  recoverAccount(body: RecoverAccount, key: string): Promise<Me> {
    return this.#ask("POST", "/api/way-back", body, read.me, key);
  }

  async signOut(): Promise<void> {
    await this.#request("POST", "/api/sign-out");
  }

  me(): Promise<Me> {
    return this.#ask("GET", "/api/me", undefined, read.me);
  }

  /** Public: nobody has to sign in for it. */
  helpCard(): Promise<HelpCard> {
    return this.#ask("GET", "/api/help-card", undefined, read.helpCard);
  }

  sessions(): Promise<Sessions> {
    return this.#ask("GET", "/api/sessions", undefined, read.sessions);
  }

  async endSession(id: SessionId): Promise<void> {
    await this.#request("DELETE", `/api/sessions/${encodeURIComponent(id)}`);
  }

  async changePassphrase(body: ChangePassphrase, key: string): Promise<void> {
    await this.#request("POST", "/api/passphrase", body, key);
  }

  async confirmPassphrase(body: ConfirmPassphrase): Promise<void> {
    await this.#request("POST", "/api/passphrase/confirm", body);
  }

  async #ask<T>(
    method: string,
    path: string,
    body: unknown,
    check: Check<T>,
    key?: string,
  ): Promise<T> {
    const answer = await this.#request(method, path, body, key);
    if (!check(answer)) throw new NoResponse();
    return answer;
  }

  async #request(method: string, path: string, body?: unknown, key?: string): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = "application/json";
    if (key !== undefined) headers["idempotency-key"] = `"${key}"`;
    let status: number, ok: boolean, answer: unknown;
    try {
      const response = await this.fetch(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      ({ status, ok } = response);
      answer = parse(await response.text());
    } catch {
      throw new NoResponse();
    }
    if (ok) return answer;
    if (read.refusal(answer)) throw new Refused(answer);
    // This answer is not our server's: most likely it comes from a proxy in between.
    if (status === 401) {
      throw new Refused({ code: "not_signed_in", message: "Please sign in again." });
    }
    throw new NoResponse();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
