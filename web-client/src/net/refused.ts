// The two ways in which asking the server goes wrong: it said no, or no answer
// came. Both can be shown to a person as they are.

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

/** Nothing was asked: this page has given way to others of the same account. */
export class GaveWay extends Refused {
  constructor() {
    super({
      code: "unavailable",
      message: "This page is not connected any more. Press “Use here” above, then try again.",
    });
    this.name = "GaveWay";
  }
}

/** No answer came; whether the request was carried out is not known. */
export class Unanswered extends Refused {
  constructor() {
    super({
      code: "unavailable",
      message: "The server can't be reached just now. Please try again in a moment.",
    });
    this.name = "Unanswered";
  }
}

/** Signed in, and not: the browser did not keep the cookie of the session. */
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
