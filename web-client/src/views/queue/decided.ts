// Texts about decisions: what was decided, what undoing will do, and what it has done. Pure:
// the server says what can be undone.

import type {
  ActionView,
  AppealOutcome,
  CaseView,
  DecisionKind,
  DecisionView,
  MuteDuration,
  ProposalView,
  Undone,
} from "../../protocol/wire";
import { formatDayAndTime } from "../local-date";
import { isolated } from "../isolated";
import { noteLabels } from "../message-text";
import { durations } from "../moderation-labels";
import { counted } from "../support-text";

const timeOf = (duration: MuteDuration | null): string =>
  durations.find(([each]) => each === duration)?.[1] ?? "a while";

/** What was decided: the beginning of a sentence, or all of it. */
export function decisionLabel({ kind, duration, note }: DecisionView): string {
  switch (kind) {
    case "dismiss":
      return "Closed without action";
    case "mute_message":
      return "Message muted";
    case "mute_member":
      return `Muted for ${timeOf(duration)}`;
    case "mass_mute":
      return `Muted for ${timeOf(duration)}, with all messages of that day`;
    case "add_note":
      return note === null ? "Content note added" : `Folded under “${noteLabels[note]}”`;
    case "propose_removal":
      return "Removal proposed";
    case "release":
      return "Message posted";
    case "hold_back":
      return "Message not posted";
    case "withdrawn":
      return "Taken back by its author";
  }
}

/** What is still in force; empty where there was no action against the person. */
export function inForceText(action: ActionView | null, now: number = Date.now()): string {
  if (action === null) return "";
  if (action.ended_at !== null) return "It was taken back.";
  const hidden = action.messages > 0 ? [`${counted(action.messages, "message")} hidden.`] : [];
  const mute =
    action.until === null
      ? []
      : [
          action.until > now
            ? `The mute lasts until ${formatDayAndTime(action.until, now)}.`
            : `The mute ended ${formatDayAndTime(action.until, now)}.`,
        ];
  return [...mute, ...hidden].join(" ");
}

/** Why there is no button to undo it. */
export function whyNotUndone({ kind, undo_status }: DecisionView): string {
  if (undo_status === "appealed") {
    return "There was an appeal. Whoever decides it decides whether this is taken back.";
  }
  const final: Partial<Record<DecisionKind, string>> = {
    propose_removal:
      "A proposal isn't undone here. While it waits, whoever proposed it can withdraw it.",
    release: "The circle has seen the message, so this can't be undone. You can mute it instead.",
    hold_back: "This can't be undone: the message was taken back, or its author has left.",
    withdrawn: "Nobody decided here, so there is nothing to undo.",
  };
  return final[kind] ?? "This can't be undone.";
}

/** What undoing it will do. */
export function undoConsequences(
  { kind }: DecisionView,
  { reports }: CaseView,
  name: string,
): string {
  const them = isolated(name);
  const notified = `${them} is told that it was taken back.`;
  const writes = `${them} can post again at once, unless another mute lasts longer.`;
  const follows: Partial<Record<DecisionKind, string>> = {
    dismiss: "Nothing else changes.",
    mute_message: `The circle sees the message again. ${notified}`,
    mute_member: `${writes} ${notified}`,
    mass_mute: `The circle sees the messages again that this hides. ${writes} ${notified}`,
    add_note: "The note is removed, unless somebody has changed it since.",
    hold_back: `The message waits for a moderator again. ${notified}`,
  };
  return [
    follows[kind] ?? "",
    "The case is open again, and you have taken it.",
    reports > 0 ? "Whoever reported it is not told." : "",
  ]
    .filter((words) => words !== "")
    .join(" ");
}

/** What was undone, and what was not. */
export function undoneText(undone: Undone, name: string, now: number = Date.now()): string {
  const them = isolated(name);
  const { messages, mute_lifted, still_muted_until, note_restored, held_again, changed_since } =
    undone;
  const done = [
    ...(messages > 0
      ? [`${counted(messages, "message is", "messages are")} shown to the circle again.`]
      : []),
    ...(still_muted_until !== null
      ? [
          `${them} stays muted until ${formatDayAndTime(still_muted_until, now)}, by another decision.`,
        ]
      : mute_lifted
        ? [`${them} can post again.`]
        : []),
    ...(note_restored ? ["The content note is as it was before."] : []),
    ...(held_again ? ["The message waits to be posted again."] : []),
    ...(changed_since
      ? [
          messages > 0 || mute_lifted
            ? "The rest had ended or was changed before, and stays as it is."
            : "What was done had ended or was changed before, and stays as it is.",
        ]
      : []),
  ];
  return `Undone. ${[...done, "The case is open again, and you have taken it."].join(" ")}`;
}

/** What deciding an appeal will do. */
export function appealConsequences(
  outcome: AppealOutcome,
  action: ActionView,
  name: string,
  now: number = Date.now(),
): string {
  const them = isolated(name);
  if (outcome === "action_upheld") {
    return `${stays(action, them, now)} ${them} is told that somebody else looked again, and that it stays. This decision is final.`;
  }
  return `${comesBack(action, them, now)} ${them} is told that it was taken back.`;
}

const mutes = ({ until }: ActionView, now: number): boolean => until !== null && until > now;

const messagesOf = ({ messages }: ActionView): string =>
  messages === 1 ? "the message" : counted(messages, "message");

function stays(action: ActionView, them: string, now: number): string {
  switch (action.kind) {
    case "message_mute":
      return `The circle still does not see ${messagesOf(action)}.`;
    case "member_mute":
    case "mass_mute": {
      const hidden =
        action.messages > 0 ? `The circle still does not see ${messagesOf(action)}.` : "";
      const mute =
        action.until !== null && mutes(action, now)
          ? `${them} can't post here until ${formatDayAndTime(action.until, now)}.`
          : `The mute of ${them} has ended by itself.`;
      return `${mute} ${hidden}`.trimEnd();
    }
    case "held_back":
      return "The message is not posted.";
    case "removal":
      return `${them} stays out of the circle.`;
  }
}

function comesBack(action: ActionView, them: string, now: number): string {
  const shown = action.messages > 0 ? `The circle sees ${messagesOf(action)} again.` : "";
  switch (action.kind) {
    case "message_mute":
      return shown === "" ? "Nothing is hidden by it any more." : shown;
    case "member_mute":
    case "mass_mute": {
      const mute = mutes(action, now)
        ? `${them} can post again at once.`
        : `The mute of ${them} has ended by itself, and no longer counts.`;
      return `${mute} ${shown}`.trimEnd();
    }
    case "held_back":
      return "The message is posted now, for the circle to see.";
    case "removal":
      return `${them} is in the circle again, and sees what is said from now on.`;
  }
}

/** Shown where something was proposed about a person without a case. */
export const noEvidenceText = "It was proposed without a report: no words are kept with it.";

/** What deciding a proposal will do. */
export function proposalConsequences(
  { action, mine }: ProposalView,
  agree: boolean,
  name: string,
): string {
  const them = isolated(name);
  if (!agree) {
    return mine
      ? `The proposal is gone. Nothing happens to ${them}, and ${them} is told nothing.`
      : `Nothing happens to ${them}, and ${them} is told nothing. Whoever proposed it sees that it is gone.`;
  }
  return action === "removal"
    ? `${them} is taken out of the circle at once, is told the reason, and can appeal. What ${them} wrote stays. It can't be undone here.`
    : `${them} can't post here for a month. They still read, check in and ask for help. ${them} is told the reason, and can appeal.`;
}
