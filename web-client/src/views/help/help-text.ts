// Who can be told, who was, and who replies, in plain words. Pure.

import type { HelpStatus, HelpTo, HelpView } from "../../protocol/wire";
import { isolated } from "../isolated";
import { formatNames } from "../support-text";

/** Somebody who could be told now, and what the button says. */
export interface Recipient {
  to: HelpTo;
  label: string;
}

/** The mentor first, then who is on duty; the centre's staff where nobody is, and
 *  once somebody else was told. */
export function recipients(status: HelpStatus, open: HelpView | null): Recipient[] {
  const { mentor, on_duty } = status;
  const alerted = open?.alerted ?? [];
  const recipients: Recipient[] = [];
  const same = mentor !== null && mentor === on_duty;
  if (mentor !== null && !alerted.includes("mentor"))
    recipients.push({
      to: "mentor",
      label: `Tell ${isolated(mentor)}, my mentor${same ? ", on duty" : ""}`,
    });
  // Who is both is told once.
  if (on_duty !== null && !alerted.includes("on_call") && !same)
    recipients.push({ to: "on_call", label: `Tell ${isolated(on_duty)}, on duty` });
  const offersCentre = on_duty === null || open !== null;
  if (status.centre === true && offersCentre && !alerted.includes("centre"))
    recipients.push({ to: "centre", label: "Tell the centre's staff" });
  return recipients;
}

/** Said while it can still be taken back. */
export function pendingAlertText(open: HelpView, status: HelpStatus | null): string {
  switch (open.to) {
    case "mentor":
      return `${isolated(status?.mentor ?? "Your mentor")} is being told.`;
    case "centre":
      return "The centre's staff are being told.";
    default:
      return status?.on_duty === null
        ? "The centre's staff are being told."
        : `${isolated(status?.on_duty ?? "On-call")} is being told.`;
  }
}

/** Said to whoever asked, or wrote what worried somebody. */
export function helpStatusText(open: HelpView, status: HelpStatus | null): string {
  if (open.state === "acknowledged") return `${isolated(open.by ?? "Somebody")} is replying.`;
  if (open.undo_until !== undefined) return pendingAlertText(open, status);
  if (open.wants_call === true) return "The centre's staff know that you'd like a call.";
  const mentor = status?.mentor ?? "Your mentor";
  const { alerted = [] } = open;
  if (alerted.length > 1 && !open.by_words) {
    const names = [
      ...(alerted.includes("mentor") ? [mentor] : []),
      ...(alerted.includes("on_call") ? ["on-call"] : []),
      ...(alerted.includes("centre") ? ["the centre's staff"] : []),
    ];
    const toldText = `${formatNames(names)} have been told.`;
    return toldText.charAt(0).toUpperCase() + toldText.slice(1);
  }
  switch (open.last_step) {
    case "mentor":
      return `${isolated(mentor)} has been told.`;
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
export function nextStepText(open: HelpView): string | null {
  if (open.state !== "waiting" || open.last_step === "nobody") return null;
  if (open.last_step === "centre")
    return "You will see it here when somebody replies. You can call meanwhile.";
  return "If nobody answers soon, somebody else is told. You will see it here when somebody replies.";
}
