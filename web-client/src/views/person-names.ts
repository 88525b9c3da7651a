// Names of people for coordinators: the label of the invite; without one the alias, where
// the coordinator knows it from that circle, else the day of the invite. Pure.

import type { MentorEntry, MentorId, Person, RosterEntry } from "../protocol/wire";
import { formatDate } from "./local-date";

type Named = Pick<Person | RosterEntry, "label" | "alias" | "invited_at">;

/** The name by itself, as the title of an entry. */
export const nameOf = (person: Named | null): string =>
  ownName(person) ?? capitalised(described(person));

/** The name within a sentence: "Remove the person invited on 29 Nov?" */
export const nameWithin = (person: Named | null): string => ownName(person) ?? described(person);

export function mentorName(mentors: readonly MentorEntry[], id: MentorId): string {
  return nameWithin(mentors.find((mentor) => mentor.id === id)?.person ?? null);
}

const ownName = (person: Named | null): string | null => person?.label ?? person?.alias ?? null;

function described(person: Named | null): string {
  if (person === null) return "somebody in no circle";
  if (person.invited_at === null) return "somebody without a label";
  return `the person invited on ${formatDate(person.invited_at)}`;
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
