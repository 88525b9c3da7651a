// The golden examples, written by the server's side of the wire format: every
// one of them must be readable here, and every kind must have one.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { answers } from "../../src/protocol/answers";
import { readFrame } from "../../src/protocol/read-frame";
import { refusal } from "../../src/protocol/read-views";
import * as http from "../../src/protocol/read-http";
import type {
  ChangePassphrase,
  Happening,
  JoinCircle,
  LookAtInvite,
  Notice,
  Reply,
  SignIn,
  SignUp,
} from "../../src/protocol/wire";
import { shape, text, orNull, type Check } from "../../src/protocol/shape";

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
  acted: 1,
  own_acts: 1,
  acts: 1,
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
  pages: 1,
  rota: 1,
  on_call_added: 1,
  shift_added: 1,
  line_opened: 1,
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
} satisfies Record<Reply["type"], 1>;
const everyHappening = {
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
} satisfies Record<Happening["type"], 1>;
const everyNotice = {
  circles_changed: 1,
  read_marker_moved: 1,
  act_about_you: 1,
  queue_changed: 1,
  report_handled: 1,
  held_decided: 1,
  care_changed: 1,
  board_changed: 1,
  help_changed: 1,
  paged: 1,
  rota_changed: 1,
  meeting_near: 1,
  office_changed: 1,
} satisfies Record<Notice["type"], 1>;

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
    ...Object.keys(everyHappening).map((kind) => `event.${kind}`),
    ...Object.keys(everyNotice).map((kind) => `notice.${kind}`),
  ];
  expect([...names].sort()).toEqual(kinds.sort());
});

test("every request in the examples has its answer, and the other way round", () => {
  const asked = new Set(
    examples("requests").map(([, content]) => (JSON.parse(content) as { type: string }).type),
  );
  expect([...asked].sort()).toEqual(Object.keys(answers).sort());
});

const httpChecks: Record<string, Check<unknown>> = {
  look_at_invite: shape<LookAtInvite>({ token: text }),
  invite_preview: http.invitePreview,
  sign_up: shape<SignUp>({ token: text, alias: text, sign_in_name: text, passphrase: text }),
  join_circle: shape<JoinCircle>({ token: text, alias: orNull(text) }),
  joined: http.joined,
  sign_in: shape<SignIn>({ sign_in_name: text, passphrase: text }),
  change_passphrase: shape<ChangePassphrase>({ current: text, new: text }),
  help_card: http.helpCard,
  me: http.me,
  sessions: http.sessions,
  refusal,
};

test.each(examples("http"))("the HTTP body %s is read whole", (name, content) => {
  expect(httpChecks[name]?.(JSON.parse(content))).toBe(true);
});
