// Which answer belongs to which request. Exhaustive: a request that the wire
// gains fails to compile until it stands here.

import type { Answer } from "./read-frame";
import type { Request } from "./wire";

const written = ["accepted", "done"] as const;

export const answers = {
  hello: ["welcome"],
  ping: ["pong"],
  send_message: ["message_accepted", "message_held"],
  edit_message: written,
  delete_message: written,
  add_reaction: written,
  remove_reaction: written,
  pin_message: written,
  unpin_message: written,
  mark_read: written,
  fetch_history: ["history"],
  fetch_message: ["message"],
  list_pins: ["pins"],
  list_members: ["members"],
  search: ["search_results"],
  leave_circle: written,
  create_circle: ["circle_created"],
  rename_circle: written,
  resize_circle: written,
  close_circle: written,
  list_circles: ["circles"],
  list_roster: ["roster"],
  change_role: written,
  remove_member: written,
  create_invite: ["invite_created"],
  list_invites: ["invites"],
  withdraw_invite: written,
  set_content_note: written,
  mute_messages: ["acted"],
  unmute_messages: written,
  reveal_message: ["message"],
  mute_member: ["acted"],
  lift_mute: written,
  mute_everything: ["acted"],
  set_slow_mode: written,
  list_acts: ["acts"],
  list_own_acts: ["own_acts"],
  list_audit: ["audit"],
  report_message: ["reported"],
  report_member: ["reported"],
  list_own_reports: ["own_reports"],
  list_held: ["held"],
  list_cases: ["cases"],
  open_case: ["case"],
  claim_case: written,
  hand_over_case: written,
  close_case: written,
  list_overdue: ["overdue"],
  show_centre_settings: ["centre_settings"],
  change_centre_settings: written,
  suspend_account: written,
  restore_account: written,
  appeal_act: ["appealed"],
  list_appeals: ["appeals"],
  open_appeal: ["appeal"],
  decide_appeal: written,
  propose_measure: ["proposed"],
  list_proposals: ["proposals"],
  decide_proposal: written,
} as const satisfies Record<Request["type"], readonly Answer["type"][]>;

export type AnswerTo<R extends Request> = Extract<
  Answer,
  { type: (typeof answers)[R["type"]][number] }
>;

export function belongsTo<R extends Request>(request: R, answer: Answer): answer is AnswerTo<R> {
  const fitting: readonly Answer["type"][] = answers[request.type];
  return fitting.includes(answer.type);
}
