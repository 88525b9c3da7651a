// What is said before somebody writes to a member privately. It depends on the writer's own
// account alone, and says nothing about the other person.

import type { DirectPreview } from "../../state/direct-contract";
import { isolated } from "../isolated";

/** Whether a message can be sent at all, as far as is known beforehand. */
export function mayWrite(preview: DirectPreview | null): boolean {
  return preview === null || preview.terms === "open" || !(preview.terms in closed);
}

const closed = {
  newcomer: true,
  waiting: true,
  weekly_limit: true,
  blocked: true,
} as const satisfies Partial<Record<DirectPreview["terms"], true>>;

/** `preview` is null where the server did not answer. */
export function termsText(preview: DirectPreview | null, alias: string): string {
  const days = preview?.newcomerDays ?? 90;
  switch (preview?.terms) {
    case "open":
      return "Only the two of you read it.";
    case "newcomer":
      return (
        `In the first ${days} days you can write privately to your mentor and your moderators. ` +
        "After that, to others of your circles too. This is so for everybody."
      );
    case "waiting":
      return `You have asked ${isolated(alias)} already. You can write once they say yes, or ask again some weeks after you asked.`;
    case "weekly_limit":
      return "You have asked as many people as anybody can in one week. You can ask again in a few days.";
    case "blocked":
      return `You have blocked ${isolated(alias)}. To write to them, unblock them in the settings first.`;
    default:
      return (
        `Only the two of you read it. If either of you is in their first year, this is a request: ${isolated(alias)} may ` +
        "say yes or leave it, and until then links and numbers are not sent. In the first " +
        `${days} days people can be written to by their mentor and their moderators only: a ` +
        "request of anybody else stays unanswered."
      );
  }
}
