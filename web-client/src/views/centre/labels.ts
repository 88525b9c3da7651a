// What coordinators call people: the label of the invite, their own words. Pure.

import type { MentorEntry, MentorId, Person } from "../../protocol/wire";

export const labelOf = (person: Person | null): string => person?.label ?? "No label";

export function mentorLabel(mentors: readonly MentorEntry[], id: MentorId): string {
  return labelOf(mentors.find((one) => one.id === id)?.person ?? null);
}
