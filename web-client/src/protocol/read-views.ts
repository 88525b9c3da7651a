// Checks of the objects inside replies and events. Enum values (a role, a reaction) are
// only checked to be text: a newer server may have more of them, and one unknown value must
// not cost a whole page of messages.

import {
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
  CircleEvent,
  CircleView,
  ContentNote,
  Found,
  EventPayload,
  DirectState,
  DirectView,
  JoinedAt,
  MemberView,
  MessageView,
  Reaction,
  ReactionView,
  Refusal,
  RefusalCode,
  Role,
} from "./wire";

export const role = text as Check<Role>;
const reaction = text as Check<Reaction>;
export const contentNote = text as Check<ContentNote>;

export const refusal: Check<Refusal> = shape<Refusal>({
  code: text as Check<RefusalCode>,
  field: optional(text),
  message: text,
  retry_after_ms: optional(number),
});

export const member: Check<MemberView> = shape<MemberView>({
  id: text,
  alias: text,
  role,
  present: truth,
  joined: optional(shape<JoinedAt>({ seq: number, at: number })),
});

export const message: Check<MessageView> = shape<MessageView>({
  id: text,
  seq: number,
  author: text,
  sent_at: number,
  body: orNull(text),
  reply_to: orNull(text),
  mentions: list(text),
  edited_at: orNull(number),
  deleted: truth,
  muted: truth,
  content_note: orNull(contentNote),
  pinned: truth,
  reactions: list(shape<ReactionView>({ reaction, members: list(text) })),
  under_review: optional(truth),
  win: optional(truth),
  daily_on: optional(text),
  milestone: optional(text),
});

const ofMessage = shape({ message: text });
const ofMember = shape({ member: text });
const ofReaction = shape<{ message: string; reaction: Reaction }>({ message: text, reaction });

const knownPayload = tagged<EventPayload>({
  message_posted: shape({ message }),
  message_edited: shape({
    message: text,
    body: orNull(text),
    mentions: list(text),
    edited_at: number,
  }),
  message_deleted: ofMessage,
  reaction_added: ofReaction,
  reaction_removed: ofReaction,
  message_pinned: ofMessage,
  message_unpinned: ofMessage,
  member_joined: shape({ member }),
  member_left: ofMember,
  member_removed: ofMember,
  member_role_changed: shape<{ member: string; role: Role }>({ member: text, role }),
  circle_renamed: shape({ name: text }),
  circle_closed: nothingMore,
  message_muted: ofMessage,
  message_unmuted: shape({ message }),
  content_note_changed: shape<{ message: string; note: ContentNote | null }>({
    message: text,
    note: orNull(contentNote),
  }),
  slow_mode_changed: shape({ seconds: number }),
  under_review_changed: shape({ message: text, under_review: truth }),
});

/** A log entry. `what` is null for a kind that this client does not know. */
export type Entry = Omit<CircleEvent, "what"> & { what: EventPayload | null };

const entryHead = shape<Omit<CircleEvent, "what">>({
  circle: text,
  seq: number,
  at: number,
  by: orNull(text),
});

/** Null only where not even the position in the log can be read. */
export function readEntry(value: unknown): Entry | null {
  if (!entryHead(value)) return null;
  const { circle, seq, at, by } = value;
  const what = (value as { what?: unknown }).what;
  return { circle, seq, at, by, what: knownPayload(what) ? what : null };
}

/** A circle in a `welcome`, with its log entries parsed. */
export type CircleState = Omit<CircleView, "catch_up"> & {
  catch_up: { type: "events"; events: Entry[] } | { type: "gap" };
};

const circleHead = shape<Omit<CircleView, "catch_up">>({
  id: text,
  name: text,
  me: text,
  role,
  joined_seq: number,
  head_seq: number,
  read_seq: number,
  unread: number,
  unread_mentions: number,
  closed: truth,
  muted_until: orNull(number),
  slow_mode_seconds: number,
  direct: optional(shape<DirectView>({ state: text as Check<DirectState>, with: member })),
  hidden: optional(list(text)),
});

const catchUpHead = tagged<{ type: "events"; events: unknown[] } | { type: "gap" }>({
  events: shape({ events: list((_): _ is unknown => true) }),
  gap: nothingMore,
});

export function readCircle(value: unknown): CircleState | null {
  if (!circleHead(value)) return null;
  const catchUp = (value as { catch_up?: unknown }).catch_up;
  // An unknown kind of catch-up is treated as a gap, which always works.
  if (!catchUpHead(catchUp) || catchUp.type === "gap") {
    return { ...value, catch_up: { type: "gap" } };
  }
  const events = catchUp.events.map(readEntry);
  if (!events.every((entry) => entry !== null)) return { ...value, catch_up: { type: "gap" } };
  return { ...value, catch_up: { type: "events", events } };
}

export const found: Check<Found> = shape<Found>({ circle: text, message });
