// Turns whatever an action threw into the refusal that is shown. The server's messages are
// shown as they are.

import type { Refusal } from "../protocol/wire";
import { formatWait } from "./local-date";

export function refusalFrom(thrown: unknown): Refusal {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return untilWhen(thrown as Refusal);
  }
  return { code: "internal", message: "That did not work. Please try again." };
}

/** Where the user has to wait, adds until when, in local time. */
export function untilWhen(refusal: Refusal, now: number = Date.now()): Refusal {
  const waitMs = refusal.retry_after_ms;
  const waits = ["rate_limited", "daily_limit", "slow_mode"].includes(refusal.code);
  if (!waits || waitMs === undefined) return refusal;
  return {
    ...refusal,
    message: `${refusal.message} You can try again ${formatWait(now + waitMs, now)}.`,
  };
}
