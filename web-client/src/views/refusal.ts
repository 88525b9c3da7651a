// Turns whatever an action threw into the refusal that a person reads. Does not
// know which action it was; the sentences of the server are shown as they are.

import type { Refusal } from "../protocol/wire";

export function refusalFrom(thrown: unknown): Refusal {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as Refusal;
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
