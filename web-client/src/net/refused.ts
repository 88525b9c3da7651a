// The two ways in which a request fails: the server refused it, or no answer came. The
// messages of both can be shown to the user as they are.

import type { Refusal, RefusalCode } from "../protocol/wire";

export class Refused extends Error implements Refusal {
  readonly code: RefusalCode;
  readonly field?: string;
  readonly retry_after_ms?: number;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "Refused";
    this.code = refusal.code;
    if (refusal.field !== undefined) this.field = refusal.field;
    if (refusal.retry_after_ms !== undefined) this.retry_after_ms = refusal.retry_after_ms;
  }

  /** The bare refusal, for keeping on the device. */
  get refusal(): Refusal {
    const { code, message } = this;
    return {
      code,
      message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.retry_after_ms === undefined ? {} : { retry_after_ms: this.retry_after_ms }),
    };
  }
}

/** Nothing was sent: other pages of the same account have replaced this one. */
export class ConnectionReplaced extends Refused {
  constructor() {
    super({
      code: "unavailable",
      message: "This page is not connected any more. Press “Use here” above, then try again.",
    });
    this.name = "ConnectionReplaced";
  }
}

/** No answer came, so it is unknown whether the request was carried out. */
export class NoResponse extends Refused {
  constructor() {
    super({
      code: "unavailable",
      message: "The server can't be reached just now. Please try again in a moment.",
    });
    this.name = "NoResponse";
  }
}

/** Signing in succeeded, but the browser did not keep the session cookie. */
export class CookieBlocked extends Refused {
  constructor() {
    super({
      code: "not_signed_in",
      message:
        "Your browser blocked the cookie that keeps you signed in. Please allow cookies for " +
        "this site in your browser's settings, then try again. What you typed is still here.",
    });
    this.name = "CookieBlocked";
  }
}
