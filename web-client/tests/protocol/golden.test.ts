// The golden examples, written by the server's side of the wire format: every
// one of them must be readable here, and every kind must have one.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readFrame } from "../../src/protocol/read-frame";
import { refusal } from "../../src/protocol/read-views";
import * as http from "../../src/protocol/read-http";
import type {
  ChangePassphrase,
  ConfirmPassphrase,
  HealthView,
  EventPayload,
  JoinCircle,
  PreviewInvite,
  Notice,
  Reply,
  Request,
  SignIn,
  SignUp,
} from "../../src/protocol/wire";
import { optional, orNull, shape, text, truth, type Check } from "../../src/protocol/shape";

const golden = resolve(import.meta.dirname, "../../../protocol/golden");

function examples(folder: string): [name: string, content: string][] {
  const files = readdirSync(join(golden, folder)).filter((name) => name.endsWith(".json"));
  return files.map((name) => [
    name.replace(/\.json$/, ""),
    readFileSync(join(golden, folder, name), "utf8"),
  ]);
}

// `satisfies` makes both tables exhaustive: a kind that the wire gains or loses
// fails to compile here before it fails as a missing example.
const everyReply = {
  welcome: 1,
  pong: 1,
  message_accepted: 1,
  accepted: 1,
  done: 1,
  history: 1,
  message: 1,
  pins: 1,
  members: 1,
  search_results: 1,
  circle_created: 1,
  circles: 1,
  roster: 1,
  invite_created: 1,
  invites: 1,
  action_taken: 1,
  own_actions: 1,
  actions: 1,
  audit: 1,
  message_held: 1,
  reported: 1,
  own_reports: 1,
  held: 1,
  cases: 1,
  case: 1,
  appealed: 1,
  appeals: 1,
  appeal: 1,
  proposed: 1,
  proposals: 1,
  overdue: 1,
  centre_settings: 1,
  care: 1,
  check_ins: 1,
  lapses: 1,
  board: 1,
  mentee: 1,
  help_status: 1,
  help_asked: 1,
  help_yours: 1,
  help_alerts: 1,
  rota: 1,
  on_call_added: 1,
  shift_added: 1,
  direct_opened: 1,
  blocks: 1,
  daily: 1,
  wins: 1,
  meeting_created: 1,
  meetings: 1,
  calendar_feed: 1,
  mentors: 1,
  mentor_added: 1,
  pairing_proposed: 1,
  pairings: 1,
  no_contacts: 1,
  counts: 1,
  left: 1,
  left_messages: 1,
  direct_preview: 1,
  security_notices: 1,
  decided_cases: 1,
  decision_undone: 1,
  proposal: 1,
} satisfies Record<Reply["type"], 1>;
const everyPayload = {
  message_posted: 1,
  message_edited: 1,
  message_deleted: 1,
  reaction_added: 1,
  reaction_removed: 1,
  message_pinned: 1,
  message_unpinned: 1,
  member_joined: 1,
  member_left: 1,
  member_removed: 1,
  member_role_changed: 1,
  circle_renamed: 1,
  circle_closed: 1,
  message_muted: 1,
  message_unmuted: 1,
  content_note_changed: 1,
  slow_mode_changed: 1,
  under_review_changed: 1,
} satisfies Record<EventPayload["type"], 1>;
const everyNotice = {
  circles_changed: 1,
  read_marker_moved: 1,
  action_about_you: 1,
  queue_changed: 1,
  report_handled: 1,
  held_decided: 1,
  care_changed: 1,
  board_changed: 1,
  help_changed: 1,
  help_alerted: 1,
  rota_changed: 1,
  meeting_near: 1,
  centre_changed: 1,
  message_hidden: 1,
  security_noticed: 1,
  session_renewal_due: 1,
} satisfies Record<Notice["type"], 1>;

const everyRequest = {
  hello: 1,
  ping: 1,
  send_message: 1,
  edit_message: 1,
  delete_message: 1,
  add_reaction: 1,
  remove_reaction: 1,
  pin_message: 1,
  unpin_message: 1,
  mark_read: 1,
  fetch_history: 1,
  fetch_message: 1,
  list_pins: 1,
  list_members: 1,
  search: 1,
  leave_circle: 1,
  create_circle: 1,
  rename_circle: 1,
  resize_circle: 1,
  close_circle: 1,
  list_circles: 1,
  list_roster: 1,
  change_role: 1,
  remove_member: 1,
  create_invite: 1,
  list_invites: 1,
  withdraw_invite: 1,
  set_content_note: 1,
  hide_message: 1,
  show_message: 1,
  mute_messages: 1,
  unmute_messages: 1,
  reveal_message: 1,
  mute_member: 1,
  lift_mute: 1,
  mute_everything: 1,
  set_slow_mode: 1,
  list_actions: 1,
  list_own_actions: 1,
  list_security_notices: 1,
  mark_security_notices_seen: 1,
  list_audit: 1,
  report_message: 1,
  report_member: 1,
  list_own_reports: 1,
  list_left: 1,
  fetch_left: 1,
  list_held: 1,
  list_cases: 1,
  list_decided_cases: 1,
  undo_decision: 1,
  open_case: 1,
  claim_case: 1,
  hand_over_case: 1,
  close_case: 1,
  list_overdue: 1,
  show_centre_settings: 1,
  change_centre_settings: 1,
  suspend_account: 1,
  restore_account: 1,
  appeal_action: 1,
  list_appeals: 1,
  open_appeal: 1,
  decide_appeal: 1,
  propose_action: 1,
  list_proposals: 1,
  open_proposal: 1,
  decide_proposal: 1,
  accept_pairing: 1,
  end_pairing: 1,
  step_back: 1,
  show_board: 1,
  show_mentee: 1,
  log_outreach: 1,
  agree_contact: 1,
  acknowledge_help: 1,
  list_help_alerts: 1,
  list_rota: 1,
  hand_over_shift: 1,
  add_on_call: 1,
  remove_on_call: 1,
  add_shift: 1,
  remove_shift: 1,
  request_direct: 1,
  preview_direct: 1,
  accept_direct: 1,
  decline_direct: 1,
  block_member: 1,
  list_blocks: 1,
  unblock: 1,
  fetch_daily: 1,
  list_wins: 1,
  create_meeting: 1,
  cancel_meeting: 1,
  list_meetings: 1,
  answer_meeting: 1,
  create_calendar_feed: 1,
  end_calendar_feed: 1,
  list_mentors: 1,
  add_mentor: 1,
  remove_mentor: 1,
  propose_pairing: 1,
  list_pairings: 1,
  withdraw_pairing: 1,
  list_no_contacts: 1,
  close_no_contact: 1,
  change_help_card: 1,
  list_counts: 1,
  show_care: 1,
  change_care_settings: 1,
  set_contact: 1,
  give_consent: 1,
  revoke_consent: 1,
  send_check_in: 1,
  list_check_ins: 1,
  delete_check_in: 1,
  pause_check_ins: 1,
  set_recovery_date: 1,
  share_milestone: 1,
  keep_milestone_private: 1,
  record_lapse: 1,
  list_lapses: 1,
  delete_lapse: 1,
  show_help: 1,
  ask_for_help: 1,
  add_help_recipient: 1,
  end_help: 1,
} satisfies Record<Request["type"], 1>;

test.each(examples("frames"))("the frame %s is read whole", (name, content) => {
  const frame = readFrame(content);
  expect(frame).not.toBeNull();
  if (frame?.type === "event") {
    expect(frame.entry.what?.type).toBe(name.replace("event.", ""));
    expect({ type: "event", ...frame.entry }).toEqual(JSON.parse(content));
  } else {
    expect(frame).toEqual(JSON.parse(content));
  }
});

test("every kind of frame has an example", () => {
  const names = new Set(examples("frames").map(([name]) => name));
  const kinds = [
    "refused",
    ...Object.keys(everyReply).map((kind) => `reply.${kind}`),
    ...Object.keys(everyPayload).map((kind) => `event.${kind}`),
    ...Object.keys(everyNotice).map((kind) => `notice.${kind}`),
  ];
  expect([...names].sort()).toEqual(kinds.sort());
});

test("every request has an example, and the other way round", () => {
  const asked = new Set(
    examples("requests").map(([, content]) => (JSON.parse(content) as { type: string }).type),
  );
  expect([...asked].sort()).toEqual(Object.keys(everyRequest).sort());
});

const httpChecks: Record<string, Check<unknown>> = {
  preview_invite: shape<PreviewInvite>({ token: text }),
  invite_preview: http.invitePreview,
  sign_up: shape<SignUp>({ token: text, alias: text, sign_in_name: text, passphrase: text }),
  join_circle: shape<JoinCircle>({ token: text, alias: orNull(text) }),
  joined: http.joined,
  sign_in: shape<SignIn>({ sign_in_name: text, passphrase: text }),
  change_passphrase: shape<ChangePassphrase>({
    current: text,
    new: text,
    end_calendar_feed: optional(truth),
  }),
  confirm_passphrase: shape<ConfirmPassphrase>({ passphrase: text }),
  health: shape<HealthView>({ storage_low: truth }),
  help_card: http.helpCard,
  me: http.me,
  sessions: http.sessions,
  refusal,
};

test.each(examples("http"))("the HTTP body %s is read whole", (name, content) => {
  expect(httpChecks[name]?.(JSON.parse(content))).toBe(true);
});
