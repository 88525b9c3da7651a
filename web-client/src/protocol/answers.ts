// Which answer belongs to which request. Exhaustive: a new request on the wire fails to
// compile until it is listed here.

import type { Answer } from "./read-frame";
import type { Request } from "./wire";

/** Requests that change something and are answered with nothing but success. A type, since
 *  it costs no bytes: every page loads this file before it shows anything. */
type Writing =
  | "edit_message"
  | "delete_message"
  | "add_reaction"
  | "remove_reaction"
  | "pin_message"
  | "unpin_message"
  | "mark_read"
  | "leave_circle"
  | "rename_circle"
  | "resize_circle"
  | "close_circle"
  | "change_role"
  | "remove_member"
  | "withdraw_invite"
  | "set_content_note"
  | "hide_message"
  | "show_message"
  | "unmute_messages"
  | "lift_mute"
  | "set_slow_mode"
  | "mark_security_notices_seen"
  | "claim_case"
  | "hand_over_case"
  | "close_case"
  | "change_centre_settings"
  | "suspend_account"
  | "restore_account"
  | "decide_appeal"
  | "decide_proposal"
  | "accept_pairing"
  | "end_pairing"
  | "step_back"
  | "log_outreach"
  | "agree_contact"
  | "hand_over_shift"
  | "remove_on_call"
  | "remove_shift"
  | "accept_direct"
  | "decline_direct"
  | "block_member"
  | "unblock"
  | "cancel_meeting"
  | "answer_meeting"
  | "end_calendar_feed"
  | "remove_mentor"
  | "withdraw_pairing"
  | "close_no_contact"
  | "change_help_card"
  | "change_care_settings"
  | "set_contact"
  | "give_consent"
  | "revoke_consent"
  | "send_check_in"
  | "delete_check_in"
  | "pause_check_ins"
  | "set_recovery_date"
  | "keep_milestone_private"
  | "record_lapse"
  | "delete_lapse"
  | "end_help";

const written = ["accepted", "done"] as const;

const others = {
  hello: ["welcome"],
  ping: ["pong"],
  send_message: ["message_accepted", "message_held"],
  fetch_history: ["history"],
  fetch_message: ["message"],
  list_pins: ["pins"],
  list_members: ["members"],
  search: ["search_results"],
  create_circle: ["circle_created"],
  list_circles: ["circles"],
  list_roster: ["roster"],
  create_invite: ["invite_created"],
  list_invites: ["invites"],
  mute_messages: ["action_taken"],
  reveal_message: ["message"],
  mute_member: ["action_taken"],
  mute_everything: ["action_taken"],
  list_actions: ["actions"],
  list_own_actions: ["own_actions"],
  list_security_notices: ["security_notices"],
  list_audit: ["audit"],
  report_message: ["reported"],
  report_member: ["reported"],
  list_own_reports: ["own_reports"],
  list_left: ["left"],
  fetch_left: ["left_messages"],
  list_held: ["held"],
  list_cases: ["cases"],
  list_decided_cases: ["decided_cases"],
  undo_decision: ["decision_undone"],
  open_case: ["case"],
  list_overdue: ["overdue"],
  show_centre_settings: ["centre_settings"],
  appeal_action: ["appealed"],
  list_appeals: ["appeals"],
  open_appeal: ["appeal"],
  propose_action: ["proposed"],
  list_proposals: ["proposals"],
  open_proposal: ["proposal"],
  show_board: ["board"],
  show_mentee: ["mentee"],
  acknowledge_help: ["help_yours"],
  list_help_alerts: ["help_alerts"],
  list_rota: ["rota"],
  add_on_call: ["on_call_added"],
  add_shift: ["shift_added"],
  request_direct: ["direct_opened"],
  preview_direct: ["direct_preview"],
  list_blocks: ["blocks"],
  fetch_daily: ["daily"],
  list_wins: ["wins"],
  create_meeting: ["meeting_created"],
  list_meetings: ["meetings"],
  create_calendar_feed: ["calendar_feed"],
  list_mentors: ["mentors"],
  add_mentor: ["mentor_added"],
  propose_pairing: ["pairing_proposed"],
  list_pairings: ["pairings"],
  list_no_contacts: ["no_contacts"],
  list_counts: ["counts"],
  show_care: ["care"],
  list_check_ins: ["check_ins"],
  share_milestone: ["message_accepted", "message_held"],
  list_lapses: ["lapses"],
  show_help: ["help_status"],
  ask_for_help: ["help_asked"],
  add_help_recipient: ["help_asked"],
} as const satisfies Record<Exclude<Request["type"], Writing>, readonly Answer["type"][]>;

type Others = typeof others;

type TypesFor<T extends Request["type"]> = T extends keyof Others
  ? Others[T][number]
  : (typeof written)[number];

export type AnswerTo<R extends Request> = Extract<Answer, { type: TypesFor<R["type"]> }>;

export function belongsTo<R extends Request>(request: R, answer: Answer): answer is AnswerTo<R> {
  const named: Partial<Record<Request["type"], readonly Answer["type"][]>> = others;
  const fitting: readonly Answer["type"][] = named[request.type] ?? written;
  return fitting.includes(answer.type);
}
