// Who was told of a cry for help, and who replies, in plain words. Pure.

import type { HelpStatus, HelpView } from "../../protocol/wire";

/** Said to whoever asked, or wrote what worried somebody. */
export function toldInWords(open: HelpView, status: HelpStatus | null): string {
  if (open.state === "acknowledged") return `${open.by ?? "Somebody"} is replying.`;
  const mentor = status?.mentor ?? "Your mentor";
  switch (open.told) {
    case "mentor":
      return `${mentor} has been told.`;
    case "on_call":
      return open.by_words
        ? "On-call has been told because your words worried us."
        : "On-call has been told.";
    case "second_on_call":
      return "A second person on call has been told too.";
    case "centre":
      if (open.by_words) return "The centre's staff have been told because your words worried us.";
      return status?.on_duty === null
        ? "Nobody is on duty right now. The centre's staff have been told."
        : "The centre's staff have been told too.";
    case "nobody":
      return "Nobody could be told right now. Please call one of these numbers.";
    default:
      return "Somebody has been told.";
  }
}

/** What happens while nobody has answered. */
export function nextInWords(open: HelpView): string | null {
  if (open.state !== "waiting" || open.told === "nobody") return null;
  if (open.told === "centre") return "It says here when somebody replies. You can call meanwhile.";
  return "If nobody answers soon, somebody else is told. It says here when somebody replies.";
}

/** Before anybody is told. */
export function dutyInWords({ on_duty }: HelpStatus): string {
  return on_duty === null
    ? "Nobody is on duty right now. The centre's staff are told instead."
    : `${on_duty} is on duty.`;
}
