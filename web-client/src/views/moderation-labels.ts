// Labels of moderation on the screens: reasons, notes, actions, audit entries. Plain and
// kind; names nobody. What the first screen needs is in message-text.ts.

import type {
  ActionKind,
  AuditAction,
  Reason,
  ContentNote,
  ProposedAction,
  MuteDuration,
  Signal,
} from "../protocol/wire";
import { noteLabels } from "./message-text";

export const reasonLabels: Record<Reason, string> = {
  danger: "Somebody may be in danger",
  predation: "Taking advantage of somebody",
  outing: "Telling who is here, or where to find them",
  solicitation: "Offering or asking for substances, or selling",
  shaming: "Insulting or shaming somebody",
  other: "Something else",
};

/** A newer server may have more of them. */
export const reasonLabel = (reason: Reason): string => reasonLabels[reason] ?? reasonLabels.other;

export const reasonChoices = Object.entries(reasonLabels) as [Reason, string][];

export const noteChoices = Object.entries(noteLabels) as [ContentNote, string][];

/** What the screening found in a message. */
export const signalLabels: Record<Signal, string> = {
  phone_number: "a phone number",
  payment_handle: "a way to pay",
  link: "a link",
  price: "a price",
  crisis: "words that sound like a crisis",
};

/** An action against somebody else. */
export const actionLabels: Record<ActionKind, string> = {
  message_mute: "messages muted",
  member_mute: "muted",
  mass_mute: "muted, with the messages of that day",
  held_back: "a message not posted",
  removal: "removed from the circle",
};

export const ownActionLabels: Record<ActionKind, string> = {
  message_mute: "A message of yours was muted",
  member_mute: "You were muted for a while",
  mass_mute: "You were muted for a while, with your messages of that day",
  held_back: "A message of yours was not posted",
  removal: "You were removed from the circle",
};

export const proposedActionLabels: Record<ProposedAction, string> = {
  removal: "Remove from the circle",
  one_month_mute: "Mute for a month",
};

/** In the order to offer them. */
export const durations: readonly [duration: MuteDuration, words: string][] = [
  ["one_hour", "1 hour"],
  ["one_day", "24 hours"],
  ["one_week", "7 days"],
];

export const auditLabels: Record<AuditAction, string> = {
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
  circle_created: "Created a circle",
  circle_renamed: "Renamed a circle",
  circle_resized: "Changed a circle's size",
  circle_closed: "Closed a circle",
  invite_created: "Created an invite",
  invite_withdrawn: "Withdrew an invite",
  case_opened: "Looked at a case",
  case_claimed: "Took on a case",
  case_handed_over: "Handed over a case",
  case_dismissed: "Closed a case without an action",
  held_released: "Posted a message that waited",
  held_back: "Did not post a message",
  appeal_opened: "Looked at an appeal",
  action_upheld: "Left an action as it is, after an appeal",
  action_overturned: "Took an action back, after an appeal",
  proposal_made: "Proposed an action",
  proposal_agreed: "Agreed to an action",
  proposal_declined: "Declined an action",
  proposal_opened: "Looked at a proposal",
  decision_undone: "Undid a decision",
  account_suspended: "Suspended an account",
  account_restored: "Restored an account",
  recovery_link_made: "Made a link back into an account",
  recovery_link_withdrawn: "Withdrew a link back into an account",
  recovery_link_stopped: "Stopped a link to their own account",
  recovery_link_used: "Came back to their account by a link",
  recovery_confirmed: "Confirmed who came back to an account",
  settings_changed: "Changed the centre's settings",
  mentor_added: "Added a mentor",
  mentor_removed: "Ended somebody's work as a mentor",
  pairing_proposed: "Proposed a pairing",
  pairing_ended: "Took a proposed pairing back",
  no_contact_closed: "Closed a notice that somebody was not heard from",
  on_call_added: "Added somebody to the on-call schedule",
  on_call_removed: "Removed somebody from the on-call schedule",
  shift_added: "Added a shift",
  shift_removed: "Removed a shift",
  shift_handed_over: "Handed a shift over",
  help_acknowledged: "Answered somebody who asked for help",
  help_card_changed: "Changed the help card",
  meeting_created: "Created a meeting",
  meeting_cancelled: "Cancelled a meeting",
};

/** In the order to offer them. */
export const auditActions = Object.keys(auditLabels) as readonly AuditAction[];
