// How an alum's own page says things: plainly, about the person first, and without
// a verdict. Pure.

import type {
  CheckInView,
  Consent,
  Halt,
  HowItIs,
  LapseSharing,
  LapseView,
  Mood,
  RecoveryLabel,
  Refusal,
  RecoveryView,
} from "../../protocol/wire";
import { formatDay, formatLocalDate, formatLocalDateInline } from "../local-date";
import { counted } from "../support-text";

export const moodChoices: readonly (readonly [Mood, string])[] = [
  ["very_low", "Very low"],
  ["low", "Low"],
  ["okay", "Okay"],
  ["good", "Good"],
  ["very_good", "Very good"],
];

const moods = new Map(moodChoices);

export const haltChoices: readonly (readonly [Halt, string])[] = [
  ["hungry", "Hungry"],
  ["angry", "Angry"],
  ["lonely", "Lonely"],
  ["tired", "Tired"],
];

const halts = new Map(haltChoices);

/** A newer server may know words that this page doesn't. */
export const moodLabel = (mood: Mood): string => moods.get(mood) ?? mood;

export function haltLabels(all: readonly Halt[]): string {
  return all.map((feeling) => halts.get(feeling) ?? feeling).join(", ");
}

/** "Since today", "Since Tuesday, March 3". */
export function formatSince(at: number): string {
  const day = formatDay(at);
  return `Since ${day === "Today" || day === "Yesterday" ? day.toLowerCase() : day}`;
}

/** Whoever answers too late is not told who withdrew the request, or ended it. */
export const pairingProblem = (refusal: Refusal | null): string | null =>
  refusal?.code === "not_found"
    ? "This request is no longer open, and nothing has changed for you. There is nothing left to do."
    : (refusal?.message ?? null);

/** Kind and short; the same for whatever was said. */
export function thanksFor(how: HowItIs | null): string {
  if (how === null) return "Good to hear from you. See you another day.";
  switch (how.mood) {
    case "very_low":
    case "low":
      return "Thank you for saying how it is. You don't have to carry it alone.";
    default:
      return "Thank you for checking in. Be good to yourself today.";
  }
}

export const suggestsHelp = ({
  how,
  wants_call,
}: Pick<CheckInView, "how" | "wants_call">): boolean =>
  wants_call || (how !== null && (how.mood === "very_low" || how.craving >= 7));

export const consentLabels: Record<Consent, { text: string; what: string }> = {
  mentor_sees_check_ins: {
    text: "My mentor sees my check-ins",
    what: "Your mentor sees each check-in from now on. If nobody has heard from you for a while, they get a hint to say hello.",
  },
  mentor_sees_dates: {
    text: "My mentor sees my date and milestones",
    what: "Your mentor sees the date you keep here, and the milestones you reach.",
  },
  mentor_told_of_lapse: {
    text: "My mentor may be told of a lapse",
    what: "Nothing is shared automatically. Only when you record a lapse and choose “My mentor” do they see its days.",
  },
  may_be_phoned: {
    text: "I may be phoned",
    what: "Your mentor sees your telephone number from below, and may call you. Nobody else does, not even whoever is on call.",
  },
  emergency_contact: {
    text: "The centre may call my emergency contact",
    what: "Only when nobody has heard from you for about two weeks, and only the person you name below.",
  },
};

export const labelChoices: readonly (readonly [RecoveryLabel, string])[] = [
  ["recovery", "In recovery since"],
  ["sobriety", "Sober since"],
  ["clean", "Clean since"],
];

export const recoveryLabelText = (label: RecoveryLabel): string =>
  new Map(labelChoices).get(label) ?? "Since";

/** "212 of the last 219 days": what a lapse does not take away. */
export function formatDays({ days, days_in_all }: RecoveryView): string {
  return days === days_in_all ? counted(days, "day") : `${days} of the last ${days_in_all} days`;
}

const sharingLabels: Record<LapseSharing, string> = {
  nobody: "you told nobody",
  mentor: "you told your mentor",
  circle: "you chose to write to a circle",
};

export const lapseSharingLabel = (shared: LapseSharing): string => sharingLabels[shared] ?? shared;

export function lapseDays({ from, to }: Pick<LapseView, "from" | "to">): string {
  const first = formatLocalDate(from);
  return from === to ? first : `${first} to ${formatLocalDateInline(to)}`;
}
