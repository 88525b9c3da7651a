// What mutes, notes and their reasons are called on the screens, and what stands
// where words can't be shown. Plain and kind; names nobody.

import type { AuditAct, Concern, ContentNote, MessageView, MuteDuration } from "../protocol/wire";

export const concernWords: Record<Concern, string> = {
  danger: "Somebody may be in danger",
  predation: "Taking advantage of somebody",
  outing: "Telling who is here, or where to find them",
  solicitation: "Offering or asking for substances, or selling",
  shaming: "Putting somebody down",
  other: "Something else",
};

export const noteWords: Record<ContentNote, string> = {
  substance_use: "Substance use",
  self_harm: "Self-harm",
  death_and_loss: "Death and loss",
  violence: "Violence",
  other: "Sensitive",
};

/** In the order to offer them. */
export const durations: readonly [duration: MuteDuration, words: string][] = [
  ["one_hour", "1 hour"],
  ["one_day", "24 hours"],
  ["one_week", "7 days"],
];

export const auditWords: Record<AuditAct, string> = {
  message_muted: "Muted a message",
  message_unmuted: "Unmuted a message",
  message_revealed: "Looked at a muted message",
  member_muted: "Muted a member",
  mute_lifted: "Ended a mute",
  mass_muted: "Muted a member and their last day",
  content_note_changed: "Changed a content note",
  slow_mode_changed: "Changed slow mode",
  member_removed: "Removed a member",
  role_changed: "Changed a role",
  circle_created: "Made a circle",
  circle_renamed: "Renamed a circle",
  circle_resized: "Changed a circle's size",
  circle_closed: "Closed a circle",
  invite_created: "Made an invite",
  invite_withdrawn: "Withdrew an invite",
  case_opened: "Opened a case",
  case_claimed: "Took on a case",
  case_handed_over: "Handed over a case",
  case_dismissed: "Closed a case without an act",
  held_released: "Posted a message that waited",
  held_back: "Did not post a message",
  appeal_opened: "Opened an appeal",
  appeal_stands: "Left an act as it is, after an appeal",
  appeal_taken_back: "Took an act back, after an appeal",
  measure_proposed: "Proposed a measure",
  measure_agreed: "Agreed to a measure",
  measure_declined: "Declined a measure",
  account_suspended: "Suspended an account",
  account_restored: "Restored an account",
  settings_changed: "Changed the centre's settings",
};

const mutedWords = "A moderator has muted this message";

/** Why a message shows no words; null where it does. */
export function whyNoWords(message: MessageView, hidden = false): string | null {
  if (message.deleted) return "This message was deleted";
  return hidden || message.body === null ? mutedWords : null;
}

/** The words of a message in a place where nothing can be folded open. */
export function previewWords(message: MessageView, hidden = false): string {
  const none = whyNoWords(message, hidden);
  if (none !== null) return none;
  const note = message.content_note;
  return note === null ? (message.body ?? "") : `${noteWords[note] ?? noteWords.other} (folded)`;
}

export function slowModeWords(seconds: number): string {
  if (seconds === 0) return "Off";
  return seconds < 60
    ? `${seconds} seconds`
    : seconds === 60
      ? "1 minute"
      : `${seconds / 60} minutes`;
}
