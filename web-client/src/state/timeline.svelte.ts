// The messages of a circle that are loaded and shown. The live window always ends at the
// newest message; after a jump back another window is shown until the two meet. Knows
// nothing of members, drafts or the device's store.

import type { Anchor, CircleId, MemberId, MessageId, MessageView, Seq } from "../protocol/wire";
import type { Entry } from "../protocol/read-circle";
import type { Requester } from "./requester";
import type { SystemText, Timeline, TimelineItem, Unsent } from "./contract";
import { afterEvent, changedMessage, MessageWindow } from "./message-window";

const pageMessages = 50;
/** The most messages in memory; beyond it the far end is dropped. */
const windowMessages = 600;
/** How many of the newest messages are always kept, also on the device. */
export const tailMessages = 60;
const systemMessagesKept = 20;

interface SystemMessage {
  seq: Seq;
  at: number;
  text: SystemText;
}

/** Somebody who joined, at this position in the log. */
export interface Join {
  seq: Seq;
  at: number;
  member: MemberId;
  alias: string;
}

export interface TimelineHost {
  readonly id: CircleId;
  readonly cursor: Seq;
  readonly me: MemberId;
  readonly unsent: readonly Unsent[];
  readonly joins: readonly Join[];
  /** True for messages by others that can still be read. */
  counts(message: MessageView): boolean;
  /** A message of ours has appeared in the log. */
  arrived(id: MessageId): void;
  /** The loaded messages are ahead of the events that were counted. */
  recountSoon(): void;
}

export class CircleTimeline implements Timeline {
  /** Always contiguous up to the newest message. */
  #live = new MessageWindow([], true, false);
  #shown = this.#live;
  /** Events received while a page was loading, which it may lack. */
  #meanwhile: Entry[] | null = null;
  #loadEnds: Promise<void> | null = null;
  readonly #wrapped = new WeakMap<MessageView | Unsent, TimelineItem>();

  #messages = $state.raw<readonly MessageView[]>([]);
  #latest = $state.raw<MessageView | null>(null);
  #systemMessages = $state.raw<readonly SystemMessage[]>([]);
  #hasOlder = $state(true);
  #hasNewer = $state(false);
  #loading = $state(false);
  #firstUnreadSeq = $state<Seq | null>(null);
  focus = $state<Seq | null>(null);

  constructor(
    private readonly host: TimelineHost,
    private readonly server: Requester,
  ) {}

  readonly items: readonly TimelineItem[] = $derived.by(() => this.#itemsNow());

  get loading(): boolean {
    return this.#loading;
  }

  get online(): boolean {
    return this.server.online;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get hasNewer(): boolean {
    return this.#hasNewer;
  }

  get firstUnreadSeq(): Seq | null {
    return this.#firstUnreadSeq;
  }

  get latest(): MessageView | null {
    return this.#latest;
  }

  get live(): MessageWindow {
    return this.#live;
  }

  find(id: MessageId): MessageView | null {
    return this.#shown.find(id) ?? this.#live.find(id);
  }

  async loadOlder(): Promise<void> {
    const { first } = this.#shown;
    if (this.#loading || !this.#shown.hasOlder) return;
    if (!first) return this.loadNewest();
    const page = await this.#load({ type: "before", seq: first.seq });
    if (!page) return;
    if (this.#shown === this.#live) this.#shown = this.#copyOf(this.#live);
    this.#shown.merge(page);
    this.#shown.hasOlder = page.hasOlder;
    this.#shown.keepOldest(windowMessages);
    if (!this.#shown.hasNewer) this.#showLive(this.#shown);
    else this.#live.keepNewest(tailMessages);
    this.publish();
  }

  async loadNewer(): Promise<void> {
    const { last } = this.#shown;
    if (this.#loading || !this.#shown.hasNewer || !last) return;
    const page = await this.#load({ type: "after", seq: last.seq });
    if (!page) return;
    this.#shown.merge(page);
    this.#shown.hasNewer = page.hasNewer;
    this.#shown.keepNewest(windowMessages);
    this.#mergeIntoLive();
    this.publish();
  }

  async jumpToNewest(): Promise<void> {
    if (this.#live.messages.length === 0 && this.#live.hasOlder) await this.loadNewest();
    this.#showLive(this.#live);
    this.publish();
    this.focus = this.#live.last?.seq ?? null;
  }

  async jumpToFirstUnread(): Promise<void> {
    const from = this.#firstUnreadSeq;
    if (from === null) return this.jumpToNewest();
    await this.jumpTo(from);
    this.#locateFirstUnread(from);
    this.focus = this.#firstUnreadSeq;
  }

  async jumpTo(seq: Seq): Promise<void> {
    if (this.#live.reachesBackTo(seq)) this.#showLive(this.#live);
    else if (!this.#holds(seq)) await this.#show({ type: "around", seq });
    this.publish();
    this.focus = seq;
  }

  async jumpToDate(at: number): Promise<void> {
    await this.#show({ type: "date", at });
    const from = this.#shown.messages.find((message) => message.sent_at >= at);
    this.focus = (from ?? this.#shown.last)?.seq ?? null;
  }

  /** Loads the newest page, and keeps what is loaded already where the two touch. */
  async loadNewest(): Promise<void> {
    const page = await this.#load({ type: "newest" });
    if (!page) return;
    this.#live.merge(page);
    this.publish();
  }

  restore(messages: readonly MessageView[], hasOlder: boolean): void {
    this.#live = this.#shown = new MessageWindow(messages, hasOlder, false);
    this.publish();
  }

  /** After a gap: nothing that is loaded is contiguous with what comes next. */
  forget(hasOlder: boolean): void {
    this.#meanwhile = null;
    this.restore([], hasOlder);
  }

  /** Applies an event. `publish` shows the result, once for many events. */
  apply(entry: Entry): void {
    const { what, by } = entry;
    this.#meanwhile?.push(entry);
    if (what === null) return;
    if (what.type === "message_posted") {
      this.#live.insert(what.message);
      // The acknowledgement may have inserted it first, with less detail.
      this.#live.change(what.message.id, () => what.message);
      this.#live.keepNewest(this.#shown === this.#live ? windowMessages : tailMessages);
      this.host.arrived(what.message.id);
      return;
    }
    const id = changedMessage(what);
    if (id === null) return;
    for (const window of new Set([this.#live, this.#shown])) {
      window.change(id, (message) => afterEvent(message, what, by, this.host.me));
    }
  }

  /** Inserts a message of ours that was acknowledged before its event came. */
  accept(message: MessageView): void {
    this.#live.insert(message);
    this.publish();
  }

  announce(message: SystemMessage): void {
    this.#systemMessages = [...this.#systemMessages, message].slice(-systemMessagesKept);
  }

  publish(): void {
    this.#messages = this.#shown.messages;
    this.#hasOlder = this.#shown.hasOlder;
    this.#hasNewer = this.#shown.hasNewer;
    this.#latest = this.#live.messages.findLast((message) => message.body !== null) ?? null;
  }

  /** Sets the line before what is new since `readSeq`; null removes it. */
  markUnreadFrom(readSeq: Seq | null): void {
    this.#firstUnreadSeq = null;
    if (readSeq !== null) this.#locateFirstUnread(readSeq + 1);
  }

  /** Finds the exact message where it is loaded; until then uses the position. */
  #locateFirstUnread(from: Seq): void {
    const covering = [this.#shown, this.#live].find((window) => window.reachesBackTo(from));
    if (!covering) {
      this.#firstUnreadSeq = from;
      return;
    }
    const first = covering.messages.find(
      (message) => message.seq >= from && this.host.counts(message),
    );
    this.#firstUnreadSeq = first?.seq ?? null;
  }

  #holds(seq: Seq): boolean {
    const { first, last } = this.#shown;
    return first !== null && last !== null && first.seq <= seq && seq <= last.seq;
  }

  async #show(anchor: Anchor): Promise<void> {
    const page = await this.#load(anchor);
    if (!page) return;
    this.#shown = page;
    this.#mergeIntoLive();
    this.publish();
  }

  /** Loads one page at a time; null where the timeline was reset meanwhile. */
  async #load(from: Anchor): Promise<MessageWindow | null> {
    while (this.#loadEnds) await this.#loadEnds;
    let ended = () => {};
    this.#loadEnds = new Promise((resolve) => (ended = resolve));
    this.#loading = true;
    const meanwhile: Entry[] = (this.#meanwhile = []);
    try {
      const answer = await this.server.ask({
        type: "fetch_history",
        circle: this.host.id,
        from,
        limit: pageMessages,
      });
      if (this.#meanwhile !== meanwhile) return null;
      const page = new MessageWindow(answer.messages, answer.has_older, answer.has_newer);
      for (const { what, by, seq } of meanwhile) {
        const id = what && changedMessage(what);
        if (!what || !id || seq <= answer.head_seq) continue;
        page.change(id, (message) => afterEvent(message, what, by, this.host.me));
      }
      for (const { id } of page.messages) this.host.arrived(id);
      if (answer.head_seq > this.host.cursor) this.host.recountSoon();
      return page;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
      this.#loading = false;
      this.#loadEnds = null;
      ended();
    }
  }

  #copyOf(window: MessageWindow): MessageWindow {
    return new MessageWindow(window.messages, window.hasOlder, window.hasNewer);
  }

  /** Merges the shown window into the live one once the two touch. */
  #mergeIntoLive(): void {
    const { last } = this.#shown;
    const from = this.#live.first;
    const touches = !this.#shown.hasNewer || (last && from && last.seq >= from.seq);
    if (this.#shown === this.#live || !touches) return;
    this.#shown.merge(this.#live);
    this.#shown.hasNewer = false;
    this.#showLive(this.#shown);
  }

  #showLive(window: MessageWindow): void {
    this.#live = this.#shown = window;
    this.#live.keepNewest(windowMessages);
  }

  #itemsNow(): readonly TimelineItem[] {
    const items = this.#messages.map((message) => this.#itemOf(message));
    for (const { seq, at, text } of this.#systemMessagesNow()) {
      const after = this.#messages.findLastIndex((message) => message.seq < seq) + 1;
      const key = `log-${seq}`;
      // Notes are inserted in order, so the earlier ones have shifted this position.
      const shift = items.length - this.#messages.length;
      items.splice(after + shift, 0, { kind: "system", key, at, text });
    }
    if (this.#hasNewer) return items;
    const loadedIds = new Set(this.#messages.map((message) => message.id));
    for (const unsent of this.host.unsent) {
      if (!loadedIds.has(unsent.id)) items.push(this.#itemOf(unsent));
    }
    return items;
  }

  /** In the order of the log. Joins are shown also after a reload; the other notes only
   *  where they happened while this page was open. */
  #systemMessagesNow(): readonly SystemMessage[] {
    const first = this.#messages[0]?.seq ?? (this.#hasOlder ? Infinity : 0);
    const last = this.#messages.at(-1)?.seq ?? 0;
    const joins = this.host.joins.flatMap(({ seq, at, member, alias }): SystemMessage[] => {
      const loaded = (!this.#hasOlder || seq > first) && (!this.#hasNewer || seq < last);
      return loaded ? [{ seq, at, text: { what: "joined", alias, member } }] : [];
    });
    const seen = this.#hasNewer ? [] : this.#systemMessages;
    return [...joins, ...seen].sort((a, b) => a.seq - b.seq);
  }

  /** The same item for the same message, so that the list redraws only what changed. */
  #itemOf(what: MessageView | Unsent): TimelineItem {
    const known = this.#wrapped.get(what);
    if (known) return known;
    const item: TimelineItem =
      "seq" in what
        ? { kind: "message", key: what.id, message: what }
        : { kind: "unsent", key: what.id, unsent: what };
    this.#wrapped.set(what, item);
    return item;
  }
}
