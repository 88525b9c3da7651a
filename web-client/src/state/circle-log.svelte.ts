// The state of one circle as its event log leads to it: membership, messages, pins and the
// read marker. Sends no commands and stores nothing by itself.

import type { CircleState, Entry } from "../protocol/read-circle";
import type {
  CircleId,
  EventPayload,
  DirectView,
  MemberId,
  MessageId,
  MessageView,
  Role,
  Seq,
} from "../protocol/wire";
import type { Requester } from "./requester";
import type { SystemText, Unsent } from "./contract";
import type { CircleRecord } from "./device-store";
import { HiddenMessages } from "./hidden-messages.svelte";
import { Members } from "./members.svelte";
import { afterEvent, type MessageWindow } from "./message-window";
import { membersOf } from "./people-lists";
import { Pins } from "./pins.svelte";
import { ReadMarker } from "./read-marker.svelte";
import { CircleTimeline, tailMessages, type Join } from "./timeline.svelte";
import { UnreadRecount } from "./unread-recount";

export interface CircleLogHost extends Requester {
  /** Something that the device stores has changed without an event. */
  saveSoon(): void;
  unsentIn(circle: CircleId): readonly Unsent[];
  /** A message of ours has appeared in the log. */
  arrived(id: MessageId): void;
  /** The text of a message has changed or is gone: copies of it are outdated. */
  outdated(id: MessageId, deleted: boolean): void;
  /** After a gap, copies of any message may be outdated. */
  forgotten(): void;
}

export class CircleLog {
  #name = $state("");
  #direct = $state.raw<DirectView | null>(null);
  #role = $state<Role>("member");
  #me = $state<MemberId>("");
  #closed = $state(false);
  /** We joined on this device and have not dismissed the welcome yet. */
  newHere = $state(false);
  #slowModeSeconds = $state(0);
  /** Messages that a moderator muted: copies of them show no text either. */
  #muted = $state.raw<ReadonlySet<MessageId>>(new Set());
  /** The last edit or deletion of each message, to apply to copies too. */
  #changed = $state.raw<ReadonlyMap<MessageId, EventPayload>>(new Map());

  /** Whether a message is under review by now, to apply to copies too. */
  #reviews = $state.raw<ReadonlyMap<MessageId, boolean>>(new Map());

  readonly timeline: CircleTimeline;
  readonly members = new Members();
  readonly pins: Pins;
  readonly marker: ReadMarker;
  readonly hidden: HiddenMessages;
  readonly #unreadRecount: UnreadRecount;

  /** The last event up to which nothing is missing; null before the first welcome. */
  seq: Seq | null = null;
  #joinedSeq: Seq = 0;

  constructor(
    readonly id: CircleId,
    private readonly host: CircleLogHost,
  ) {
    this.timeline = new CircleTimeline(this, host);
    this.pins = new Pins(id, host, (message) => this.timeline.find(message));
    this.marker = new ReadMarker(this);
    this.hidden = new HiddenMessages(id, host);
    this.#unreadRecount = new UnreadRecount(this, host);
  }

  get name(): string {
    return this.#direct?.with.alias ?? this.#name;
  }

  get direct(): DirectView | null {
    return this.#direct;
  }

  get role(): Role {
    return this.#role;
  }

  get me(): MemberId {
    return this.#me;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get slowModeSeconds(): number {
    return this.#slowModeSeconds;
  }

  refreshed(copy: MessageView): MessageView {
    const what = this.#changed.get(copy.id);
    // A copy may be newer than the last edit that we received.
    const older = what?.type === "message_edited" && what.edited_at < (copy.edited_at ?? 0);
    const then = !what || older ? copy : afterEvent(copy, what, null, this.#me);
    const under_review = this.#reviews.get(copy.id);
    const now = under_review === undefined ? then : { ...then, under_review };
    return this.#muted.has(copy.id) ? { ...now, muted: true, body: null, mentions: [] } : now;
  }

  // What the timeline, the read marker and the other parts need of their circle.

  get cursor(): Seq {
    return this.seq ?? 0;
  }

  get unsent(): readonly Unsent[] {
    return this.host.unsentIn(this.id);
  }

  get loaded(): MessageWindow {
    return this.timeline.live;
  }

  counts(message: MessageView): boolean {
    return message.author !== this.#me && !message.deleted && !message.muted;
  }

  mentionsMe(message: MessageView): boolean {
    return message.mentions.includes(this.#me);
  }

  recountSoon(): void {
    this.#unreadRecount.schedule();
  }

  arrived(id: MessageId): void {
    this.host.arrived(id);
  }

  async loadMembers(): Promise<void> {
    if (this.members.complete) return;
    await this.members.load(() => membersOf(this.host, this.id));
  }

  /** Present members who joined after us; none in a private conversation. */
  get joins(): readonly Join[] {
    if (this.#direct !== null) return [];
    return this.members.list.flatMap(({ id, alias, present, joined }) =>
      present && joined !== undefined && id !== this.#me ? [{ ...joined, member: id, alias }] : [],
    );
  }

  // What the server sends.

  /** Takes the circle's state, with the events since our cursor or a gap. True where our
   *  read marker is ahead of the server's. */
  welcome(view: CircleState): boolean {
    this.#name = view.name;
    this.#direct = view.direct ?? null;
    this.#role = view.role;
    this.#closed = view.closed;
    this.#slowModeSeconds = view.slow_mode_seconds;
    this.#me = view.me;
    this.#joinedSeq = view.joined_seq;
    this.hidden.replace(view.hidden ?? []);
    const { catch_up } = view;
    const whole = catch_up.type === "events" && catch_up.events.every((e) => this.#catchUp(e));
    if (!whole || this.seq === null) this.#startFrom(view);
    this.timeline.publish();
    return this.#takeMarker(view);
  }

  /** False where an earlier event is missing; then this one was not applied. */
  receive(entry: Entry): boolean {
    if (entry.seq <= this.cursor) return true;
    if (entry.seq !== this.cursor + 1) return false;
    const before = this.#messageBefore(entry);
    const systemText = this.#systemTextOf(entry);
    this.#apply(entry);
    const { what, seq, at } = entry;
    this.#count(what, before);
    if (systemText) this.timeline.announce({ seq, at, text: systemText });
    this.timeline.publish();
    return true;
  }

  restore(record: CircleRecord): void {
    this.#name = record.name;
    this.#direct = record.direct ?? null;
    this.#role = record.role;
    this.#me = record.me;
    this.#closed = record.closed;
    this.#joinedSeq = record.joinedSeq;
    this.seq = record.cursor;
    this.newHere = record.newHere === true;
    this.hidden.replace(record.hidden ?? []);
    this.members.replace(record.members);
    this.marker.set(record.readSeq, record.unread, record.unreadMentions);
    this.timeline.restore(record.messages, record.hasOlder);
  }

  /** What is shown after a start without a network; null before the first welcome. */
  record(): CircleRecord | null {
    if (this.seq === null) return null;
    const { messages, hasOlder } = this.timeline.live;
    return {
      id: this.id,
      name: this.#name,
      direct: this.#direct,
      role: this.#role,
      me: this.#me,
      closed: this.#closed,
      joinedSeq: this.#joinedSeq,
      cursor: this.seq,
      readSeq: this.marker.seq,
      unread: this.marker.unread,
      unreadMentions: this.marker.unreadMentions,
      members: [...this.members.list],
      newHere: this.newHere,
      hidden: [...this.hidden.ids],
      messages: messages.slice(-tailMessages),
      hasOlder: hasOlder || messages.length > tailMessages,
    };
  }

  #catchUp(entry: Entry): boolean {
    if (entry.seq <= this.cursor) return true;
    if (this.seq === null || entry.seq !== this.cursor + 1) return false;
    this.#apply(entry);
    return true;
  }

  #apply(entry: Entry): void {
    const { what, seq, at, by } = entry;
    this.seq = seq;
    this.timeline.apply(entry);
    if (what === null) return;
    this.members.apply(what, { seq, at });
    this.pins.apply(what, by, this.#me);
    switch (what.type) {
      case "message_edited":
      case "message_deleted":
        this.#changed = new Map(this.#changed).set(what.message, what);
        this.host.outdated(what.message, what.type === "message_deleted");
        return;
      case "message_muted":
        this.#hide(what.message);
        return;
      case "message_unmuted":
        this.#muted = new Set([...this.#muted].filter((id) => id !== what.message.id));
        this.#changed = new Map([...this.#changed].filter(([id]) => id !== what.message.id));
        this.host.outdated(what.message.id, false);
        return;
      case "content_note_changed":
        this.host.outdated(what.message, false);
        return;
      case "under_review_changed":
        this.#reviews = new Map(this.#reviews).set(what.message, what.under_review);
        this.host.outdated(what.message, false);
        return;
      case "slow_mode_changed":
        this.#slowModeSeconds = what.seconds;
        return;
      case "member_role_changed":
        if (what.member === this.#me) this.#role = what.role;
        return;
      case "circle_renamed":
        this.#name = what.name;
        return;
      case "circle_closed":
        this.#closed = true;
        return;
      default:
    }
  }

  #startFrom(view: CircleState): void {
    this.seq = view.head_seq;
    this.timeline.forget(view.head_seq > view.joined_seq);
    this.members.forget();
    this.pins.forget();
    this.#reviews = new Map();
    this.host.forgotten();
  }

  /** Takes the server's counts, unless we have read further or received more since. */
  #takeMarker(view: CircleState): boolean {
    const ours = this.marker.seq;
    if (this.cursor <= view.head_seq) {
      this.marker.set(view.read_seq, view.unread, view.unread_mentions);
    }
    const ahead = ours > view.read_seq && ours <= this.cursor;
    if (ahead) this.marker.moveTo(ours);
    return ahead;
  }

  /** Our own muted message keeps its text here; copies of others' lose theirs. */
  #hide(id: MessageId): void {
    if (this.timeline.find(id)?.author === this.#me) return;
    this.#muted = new Set([...this.#muted, id]);
    this.host.outdated(id, true);
  }

  /** The message as it is before an edit, deletion or mute, where it is loaded. */
  #messageBefore({ what }: Entry): MessageView | null {
    switch (what?.type) {
      case "message_edited":
      case "message_deleted":
      case "message_muted":
        return this.timeline.find(what.message);
      default:
        return null;
    }
  }

  /** Updates the unread counts, which also depend on events about earlier messages. */
  #count(what: EventPayload | null, before: MessageView | null): void {
    switch (what?.type) {
      case "message_posted":
      case "message_unmuted":
        this.marker.posted(what.message);
        return;
      case "message_edited":
        if (before === null) this.recountSoon();
        else this.marker.edited(before, what.mentions.includes(this.#me));
        return;
      case "message_deleted":
      case "message_muted":
        if (before === null) this.recountSoon();
        else this.marker.deleted(before);
        return;
      default:
    }
  }

  #systemTextOf({ what }: Entry): SystemText | null {
    switch (what?.type) {
      case "member_left":
      case "member_removed": {
        const alias = this.members.get(what.member)?.alias;
        return alias ? { what: what.type === "member_left" ? "left" : "removed", alias } : null;
      }
      case "circle_closed":
        return { what: "closed" };
      default:
        return null;
    }
  }
}
