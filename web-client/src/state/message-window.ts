// A contiguous range of a circle's messages, in the order of the log, and what an event
// does to a message. Knows neither who shows it nor where more messages come from.

import type { EventPayload, MemberId, MessageId, MessageView, Seq } from "../protocol/wire";

export class MessageWindow {
  /** Replaced, never mutated, so that views notice each change. */
  messages: readonly MessageView[];

  constructor(
    messages: readonly MessageView[],
    public hasOlder: boolean,
    public hasNewer: boolean,
  ) {
    this.messages = messages;
  }

  get first(): MessageView | null {
    return this.messages[0] ?? null;
  }

  get last(): MessageView | null {
    return this.messages.at(-1) ?? null;
  }

  find(id: MessageId): MessageView | null {
    return this.messages.findLast((message) => message.id === id) ?? null;
  }

  /** Whether every message from this position to the newest loaded one is here. */
  reachesBackTo(seq: Seq): boolean {
    return !this.hasOlder || (this.first !== null && this.first.seq <= seq);
  }

  /** Inserts a message at its position in the log. Idempotent. */
  insert(message: MessageView): void {
    if (this.find(message.id)) return;
    const after = this.messages.findLastIndex((other) => other.seq < message.seq) + 1;
    this.messages = this.messages.toSpliced(after, 0, message);
  }

  change(id: MessageId, changed: (message: MessageView) => MessageView): void {
    const at = this.messages.findLastIndex((message) => message.id === id);
    const before = this.messages[at];
    if (before) this.messages = this.messages.with(at, changed(before));
  }

  /** Merges a range that touches or overlaps this one; where both hold a message, the
   *  other's version wins. */
  merge(other: MessageWindow): void {
    const bySeq = new Map<Seq, MessageView>();
    for (const message of [...this.messages, ...other.messages]) bySeq.set(message.seq, message);
    const { first, last } = this;
    if (!first || (other.first && other.first.seq <= first.seq)) this.hasOlder = other.hasOlder;
    if (!last || (other.last && other.last.seq >= last.seq)) this.hasNewer = other.hasNewer;
    this.messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  keepNewest(count: number): void {
    if (this.messages.length <= count) return;
    this.messages = this.messages.slice(-count);
    this.hasOlder = true;
  }

  keepOldest(count: number): void {
    if (this.messages.length <= count) return;
    this.messages = this.messages.slice(0, count);
    this.hasNewer = true;
  }
}

/** The id of the existing message that an event changes; null for other events. */
export function changedMessage(what: EventPayload): MessageId | null {
  switch (what.type) {
    case "message_edited":
    case "message_deleted":
    case "reaction_added":
    case "reaction_removed":
    case "message_pinned":
    case "message_unpinned":
    case "message_muted":
    case "content_note_changed":
    case "under_review_changed":
      return what.message;
    case "message_unmuted":
      return what.message.id;
    case "slow_mode_changed":
    case "message_posted":
    case "member_joined":
    case "member_left":
    case "member_removed":
    case "member_role_changed":
    case "circle_renamed":
    case "circle_closed":
      return null;
  }
}

/** The message after the event. Idempotent, because replayed messages already contain
 *  what happened to them later. */
export function afterEvent(
  message: MessageView,
  what: EventPayload,
  by: MemberId | null,
  me: MemberId,
): MessageView {
  if (message.deleted) return message;
  switch (what.type) {
    case "message_edited": {
      const { body, mentions, edited_at } = what;
      // Without a body it was deleted or muted since; a later event says which.
      return { ...message, body, mentions, edited_at };
    }
    case "message_deleted":
      return withoutContent(message);
    case "reaction_added":
    case "reaction_removed":
      return by === null ? message : withReaction(message, what, by);
    case "message_pinned":
      return { ...message, pinned: true };
    case "message_unpinned":
      return { ...message, pinned: false };
    case "message_muted":
      // Only its author still sees the text.
      return message.author === me
        ? { ...message, muted: true }
        : { ...message, muted: true, body: null, mentions: [] };
    case "message_unmuted":
      return what.message;
    case "content_note_changed":
      return { ...message, content_note: what.note };
    case "under_review_changed":
      return { ...message, under_review: what.under_review };
    default:
      return message;
  }
}

function withoutContent(message: MessageView): MessageView {
  return { ...message, body: null, mentions: [], reactions: [], deleted: true, pinned: false };
}

function withReaction(
  message: MessageView,
  what: Extract<EventPayload, { type: "reaction_added" | "reaction_removed" }>,
  by: MemberId,
): MessageView {
  const before = message.reactions.find((view) => view.reaction === what.reaction)?.members ?? [];
  if (before.includes(by) === (what.type === "reaction_added")) return message;
  const members = before.includes(by) ? before.filter((member) => member !== by) : [...before, by];
  const changed = { reaction: what.reaction, members };
  const reactions = before.length
    ? message.reactions.map((view) => (view.reaction === what.reaction ? changed : view))
    : [...message.reactions, changed];
  return { ...message, reactions: reactions.filter((view) => view.members.length > 0) };
}
