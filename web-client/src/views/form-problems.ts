// Assigns a refusal to the field of a form that it is about.

import type { Refusal } from "../protocol/wire";

/** The sentence to show beside `field`; null where the refusal is about something else. */
export function problemAt(refusal: Refusal | null, field: string): string | null {
  return refusal?.field === field ? refusal.message : null;
}

/** The sentence to show for the whole form; null where one of `fields` shows it. */
export function problemOver(refusal: Refusal | null, fields: readonly string[]): string | null {
  if (refusal === null) return null;
  return refusal.field !== undefined && fields.includes(refusal.field) ? null : refusal.message;
}
