// From when on a mentor sees the check-ins of an alum: the server's rule for it
// (server/src/domain/sharing.rs), so that the screen claims no more than holds. Pure.

import type { OwnCare, Timestamp } from "../../protocol/wire";

/** The later of when the pairing became active and when the consent in force was given;
 *  null without both. What was sent before that is seen by nobody else. */
export function checkInsVisibleFrom(
  own: Pick<OwnCare, "consents" | "pairings"> | null,
): Timestamp | null {
  const pairing = own?.pairings.find(({ mentor, state }) => !mentor && state === "active");
  const given = own?.consents.find(({ consent }) => consent === "mentor_sees_check_ins");
  if (pairing === undefined || given === undefined) return null;
  return Math.max(pairing.since, given.given_at);
}
