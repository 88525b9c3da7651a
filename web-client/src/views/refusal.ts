// Turns whatever an action threw into the refusal that a person reads. Does not
// know which action it was; the sentences of the server are shown as they are.

import type { Refusal } from "../protocol/wire";
import { timeInWords } from "./local-date";

export function refusalFrom(thrown: unknown): Refusal {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return untilWhen(thrown as Refusal);
  }
  return { code: "internal", message: "That did not work. Please try again." };
}

/** The sentence to show beside `field`; null where the refusal is about something else. */
export function problemAt(refusal: Refusal | null, field: string): string | null {
  return refusal?.field === field ? refusal.message : null;
}

/** The sentence to show for the whole form; null where one of `fields` shows it. */
export function problemOver(refusal: Refusal | null, fields: readonly string[]): string | null {
  if (refusal === null) return null;
  return refusal.field !== undefined && fields.includes(refusal.field) ? null : refusal.message;
}

/** Whoever is asked to wait is told until when, by the clock on their wall. */
export function untilWhen(refusal: Refusal, now: number = Date.now()): Refusal {
  const waitMs = refusal.retry_after_ms;
  const waits = refusal.code === "too_fast" || refusal.code === "slow_mode";
  if (!waits || waitMs === undefined) return refusal;
  const minuteMs = 60_000;
  const when =
    waitMs < minuteMs
      ? "in less than a minute"
      : // The minute shown has begun by then: nobody comes too early.
        `at ${timeInWords(Math.ceil((now + waitMs) / minuteMs) * minuteMs)}`;
  return { ...refusal, message: `${refusal.message} You can try again ${when}.` };
}
