// How the board and a mentee's screen say things: whole words, never a colour, a score or
// a verdict. Pure.

import type { CheckInView, LapseView, Means, MenteeCard, OutreachView } from "../../protocol/wire";
import { haltLabels, moodLabel } from "../care/care-text";
import { formatDayAndTime, formatLocalDateInline } from "../local-date";
import { formatAge } from "../time-from-now";
import { formatMilestone } from "../format-milestone";
import { counted, formatNames } from "../support-text";

export const meansLabels: Record<Means, string> = {
  message: "by message",
  phone: "by phone",
  in_person: "in person",
};

export function formatWeeks(weeks: number): string {
  if (weeks < 1) return "Graduated this week";
  return `${counted(weeks, "week")} since graduating`;
}

/** Why a card stands where it does, one short sentence each; none for most. */
export function attentionReasons(card: MenteeCard, now: number = Date.now()): string[] {
  const why: string[] = [];
  if (card.wants_call_since !== null)
    why.push(`Would like a call (${formatAge(card.wants_call_since, now)})`);
  if (card.help_since !== null) why.push(`Asked for help ${formatAge(card.help_since, now)}`);
  if (card.hello_step === "say_hello")
    why.push("You haven't heard from them for a while: say hello");
  if (card.hello_step === "log_attempt")
    why.push("You haven't heard from them: try to reach them, and note it here");
  const good = congratulationText(card);
  if (good !== null) why.push(good);
  return why;
}

/** The milestone that a kind word is in place for; by the mentee's own days. */
function congratulationText({ congratulate, next_milestone }: MenteeCard): string | null {
  if (congratulate === null) return null;
  const milestone = formatMilestone(congratulate.milestone);
  // The server calls only what is still to come the next one.
  return congratulate.on === next_milestone?.on
    ? `Reaches ${milestone} tomorrow`
    : `Reached ${milestone}`;
}

export function checkInText({ how, wants_call }: CheckInView): string {
  const call = wants_call ? ["would like a call"] : [];
  if (how === null) return wants_call ? "Would like a call" : "Not today, I'm OK";
  const halt = how.halt.map((feeling) => haltLabels([feeling]).toLowerCase());
  const parts = [
    `Mood ${moodLabel(how.mood).toLowerCase()}`,
    `craving ${how.craving} of 10`,
    ...(halt.length > 0 ? [formatNames(halt)] : []),
    ...call,
  ];
  return parts.join("; ");
}

export function outreachText({ at, means, outcome }: OutreachView): string {
  const what = outcome === "reached" ? "Reached" : "Tried";
  return `${what} ${meansLabels[means] ?? ""}, ${formatDayAndTime(at)}`;
}

export function lapseText({ from, to }: LapseView): string {
  return from === to
    ? `Had a lapse: ${formatLocalDateInline(from)}`
    : `Had a lapse: ${formatLocalDateInline(from)} to ${formatLocalDateInline(to)}`;
}
