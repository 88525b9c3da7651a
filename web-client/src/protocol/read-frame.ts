// Parses a text frame of the server; null where this client can't read it. Events of an
// unknown kind keep their position in the log; other unknown frames are ignored, as the
// wire format allows.

import {
  auditEntry,
  centreCircle,
  centreSettings,
  storage,
  handOver,
  invite,
  mentor,
  noContact,
  overdue,
  pairing,
  rosterEntry,
  weekCounts,
} from "./read-centre";
import { care, help, helpStatus } from "./read-care";
import { block } from "./read-direct";
import { meeting } from "./read-meetings";
import { card, checkIn, lapse, mentee } from "./read-mentoring";
import { helpAlert, rota } from "./read-on-call";
import {
  action,
  appeal,
  caseView,
  decidedCase,
  held,
  left,
  leftMessage,
  openedAppeal,
  openedCase,
  openedProposal,
  ownAction,
  ownReport,
  proposal,
  securityNotice,
  undone,
} from "./read-safety";
import {
  found,
  member,
  message,
  readCircle,
  readEntry,
  refusal,
  type CircleState,
  type Entry,
} from "./read-views";
import {
  isObject,
  list,
  nothingMore,
  number,
  optional,
  orNull,
  shape,
  tagged,
  text,
  truth,
  type Check,
} from "./shape";
import type {
  ContentNote,
  CentreSettings,
  Chips,
  DirectTerms,
  Notice,
  Refusal,
  Reply,
  RequestId,
  StorageView,
} from "./wire";

type PlainReply = Exclude<Reply, { type: "welcome" }>;

export type Welcome = Omit<Extract<Reply, { type: "welcome" }>, "circles"> & {
  circles: CircleState[];
};

/** An answer as the client uses it: in a `welcome`, the log entries are parsed. */
export type Answer = PlainReply | Welcome;

export type ServerSays =
  | { type: "reply"; request_id: RequestId; result: Answer }
  | { type: "refused"; request_id: RequestId | null; refusal: Refusal }
  | { type: "event"; entry: Entry }
  | { type: "notice"; notice: Notice };

// Absent where a server sends these lists whole, which means false.
const maybe = optional(truth) as Check<boolean>;

const plainReply = tagged<PlainReply>({
  pong: nothingMore,
  message_accepted: shape<{
    seq: number;
    at: number;
    offer_help?: boolean;
    content_note?: ContentNote;
  }>({
    seq: number,
    at: number,
    offer_help: optional(truth),
    content_note: optional(text as Check<ContentNote>),
  }),
  message_held: shape({ at: number }),
  accepted: shape({ seq: orNull(number) }),
  done: nothingMore,
  history: shape({ messages: list(message), has_older: truth, has_newer: truth, head_seq: number }),
  message: shape({ message }),
  pins: shape({ messages: list(message), has_more: maybe }),
  members: shape({ members: list(member), has_more: maybe }),
  search_results: shape({ found: list(found), has_more: truth }),
  circle_created: shape({ circle: text }),
  circles: shape({ circles: list(centreCircle), has_more: maybe }),
  roster: shape({ entries: list(rosterEntry), has_more: maybe }),
  invite_created: shape({ invite: text, path: text, expires_at: number }),
  invites: shape({ invites: list(invite) }),
  action_taken: shape({ action: text }),
  actions: shape({ actions: list(action) }),
  own_actions: shape({ actions: list(ownAction) }),
  security_notices: shape({ notices: list(securityNotice) }),
  reported: shape({ report: text }),
  own_reports: shape({ reports: list(ownReport) }),
  direct_preview: shape({ terms: text as Check<DirectTerms>, newcomer_days: number }),
  left: shape({ left: list(left), has_more: maybe }),
  left_messages: shape({ messages: list(leftMessage), has_more: truth }),
  held: shape({ messages: list(held), has_more: maybe }),
  cases: shape({ cases: list(caseView), has_more: truth }),
  decided_cases: shape({ decided: list(decidedCase), has_more: truth }),
  decision_undone: shape({ undone }),
  case: shape({ opened: openedCase }),
  appealed: shape({ due_at: number }),
  appeals: shape({ appeals: list(appeal) }),
  appeal: shape({ opened: openedAppeal }),
  proposed: shape({ proposal: text }),
  proposals: shape({ proposals: list(proposal) }),
  proposal: shape({ opened: openedProposal }),
  overdue: shape({ circles: list(overdue) }),
  centre_settings: shape<{ settings: CentreSettings; storage?: StorageView }>({
    settings: centreSettings,
    storage: optional(storage),
  }),
  audit: shape({ entries: list(auditEntry), has_more: truth }),
  board: shape({ cards: list(card) }),
  mentee: shape({ mentee }),
  help_yours: shape({ direct: text }),
  help_alerts: shape({ alerts: list(helpAlert) }),
  rota: shape({ rota }),
  on_call_added: shape({ person: text }),
  shift_added: shape({ shift: text }),
  direct_opened: shape({ circle: text }),
  blocks: shape({ blocks: list(block) }),
  daily: shape({ on: text, messages: list(message), has_more: truth }),
  wins: shape({ messages: list(message), has_more: truth }),
  meeting_created: shape({ meeting: text }),
  meetings: shape({ meetings: list(meeting), has_more: maybe }),
  calendar_feed: shape({ path: text }),
  mentors: shape({ mentors: list(mentor) }),
  mentor_added: shape({ mentor: text }),
  pairing_proposed: shape({ pairing: text }),
  pairings: shape({ pairings: list(pairing), to_hand_over: list(handOver), has_more: maybe }),
  no_contacts: shape({ no_contacts: list(noContact) }),
  counts: shape({ weeks: list(weekCounts) }),
  care: shape({ care }),
  check_ins: shape({ check_ins: list(checkIn), has_more: truth }),
  lapses: shape({ lapses: list(lapse) }),
  help_status: shape({ status: helpStatus }),
  help_asked: shape({ help }),
});

const welcomeHead = shape<Omit<Welcome, "type"> & { type: string }>({
  type: text,
  epoch: text,
  account: text,
  alias: text,
  coordinator: truth,
  mentor: optional(truth),
  on_call: optional(truth),
  chips: optional(text as Check<Chips>),
  security_notice: optional(truth),
  server_time: number,
  circles: (value): value is CircleState[] => Array.isArray(value),
});

const knownNotice = tagged<Notice>({
  circles_changed: nothingMore,
  read_marker_moved: shape({ circle: text, seq: number }),
  action_about_you: shape({ circle: text, muted_until: orNull(number) }),
  queue_changed: nothingMore,
  report_handled: shape({ circle: text, report: text }),
  held_decided: shape({ circle: text, message: text, released: truth }),
  board_changed: nothingMore,
  help_alerted: shape({ alert: helpAlert }),
  rota_changed: nothingMore,
  meeting_near: shape({ meeting: text, on: text, starts_at: number }),
  centre_changed: nothingMore,
  security_noticed: nothingMore,
  session_renewal_due: nothingMore,
  care_changed: nothingMore,
  help_changed: shape({ help }),
  message_hidden: shape({ circle: text, message: text, hidden: truth }),
});

export function readFrame(frame: string): ServerSays | null {
  const value = parse(frame);
  if (!isObject(value)) return null;
  switch (value["type"]) {
    case "event": {
      const entry = readEntry(value);
      return entry && { type: "event", entry };
    }
    case "reply": {
      const result = readAnswer(value["result"]);
      if (!result || !number(value["request_id"])) return null;
      return { type: "reply", request_id: value["request_id"], result };
    }
    case "refused":
      return readRefused(value);
    case "notice":
      return knownNotice(value["notice"]) ? { type: "notice", notice: value["notice"] } : null;
    default:
      return null;
  }
}

function readRefused(value: Record<string, unknown>): ServerSays | null {
  const request_id = value["request_id"] ?? null;
  if (!orNull(number)(request_id) || !refusal(value["refusal"])) return null;
  return { type: "refused", request_id, refusal: value["refusal"] };
}

function readAnswer(value: unknown): Answer | null {
  if (plainReply(value)) return value;
  if (!welcomeHead(value) || value.type !== "welcome") return null;
  const circles = (value.circles as unknown[]).map(readCircle);
  if (!circles.every((circle) => circle !== null)) return null;
  return { ...value, type: "welcome", circles };
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
}
