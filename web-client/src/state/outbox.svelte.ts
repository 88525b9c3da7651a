// Our messages that the server has not acknowledged. Each is stored on the device before
// it is sent, removed only once the server has it, and sent strictly after the one written
// before it in the same circle, one at a time.

import { Backoff } from "../net/backoff";
import { Refused, NoResponse } from "../net/refused";
import type { Cancel, Clock, Random } from "../net/platform";
import type { AnswerTo } from "../protocol/answers";
import type {
  CircleId,
  HeldView,
  MemberId,
  MessageId,
  MessageView,
  SendMessage,
} from "../protocol/wire";
import type { Requester } from "./requester";
import type { Unsent } from "./contract";
import { inBackground, type DeviceStore, type UnsentRecord } from "./device-store";
import type { PendingWrites } from "./pending-writes.svelte";
import type { CrossTabChannel } from "./platform";

/** After this time, a message of another tab counts as left behind by a closed tab. */
const adoptAfterMs = 15_000;

export interface UnsentMessage extends Unsent {
  readonly record: UnsentRecord;
  /** The device was asked to store it, so it may be sent. */
  readonly stored: boolean;
  /** Written in this tab, or left behind by a closed one. */
  readonly ours: boolean;
}

export interface OutboxHost extends Requester {
  readonly clock: Clock;
  readonly random: Random;
  readonly crossTab: CrossTabChannel;
  readonly writes: PendingWrites;
  readonly drafts: { readonly loaded: boolean };
  accepted(circle: CircleId, message: MessageView): void;
  /** The server has the message, and it waits for a moderator. */
  readonly held: { add(message: HeldView): void };
  offerHelp(): void;
}

export class Outbox {
  #entries = $state.raw<readonly UnsentMessage[]>([]);
  readonly #inFlight = new Map<CircleId, MessageId>();
  /** Pauses of a circle, or of one message; then the ones after it are still sent. */
  readonly #pauses = new Map<CircleId | MessageId, Cancel>();
  readonly #backoffs = new Map<CircleId, Backoff>();
  /** Sent or taken back on this page. A list read before that does not bring them back. */
  readonly #gone = new Set<MessageId>();
  /** For messages that the device failed to store: replaces the draft with their text. */
  readonly #deferredDraftSaves = new Map<MessageId, () => void>();
  #adopting: Cancel = () => {};

  constructor(
    private readonly host: OutboxHost,
    private readonly store: DeviceStore,
  ) {}

  get count(): number {
    return this.#entries.length;
  }

  of(circle: CircleId): readonly UnsentMessage[] {
    return this.#entries.filter((entry) => entry.record.circle === circle);
  }

  /** Resolves once the device has answered. Where it fails to store the message, only the
   *  stored draft has its text: `saveDraft` replaces that draft only once the message is
   *  stored after all, or is no longer needed. */
  async queue(record: UnsentRecord, saveDraft: () => void): Promise<void> {
    this.#entries = [...this.#entries, entryOf(record, { stored: false, ours: true })];
    const stored = await this.host.writes.write(
      keyOf(record.id),
      // A stored draft that was not read yet is a different one.
      () => this.store[this.host.drafts.loaded ? "queueUnsent" : "saveUnsent"](record),
      // By then the draft may be a different one.
      () => this.store.saveUnsent(record).then(() => this.#replaceDraft(record.id)),
    );
    if (!stored) this.#deferredDraftSaves.set(record.id, saveDraft);
    // It is sent even where the device can't store it.
    this.#change(record.id, { stored: true });
    this.host.crossTab.broadcast("unsent_changed");
    this.#sendNext(record.circle);
  }

  #replaceDraft(id: MessageId): void {
    this.#deferredDraftSaves.get(id)?.();
    this.#deferredDraftSaves.delete(id);
  }

  /** The device failed to store it. */
  unsaved(id: MessageId): boolean {
    return this.host.writes.failed(keyOf(id));
  }

  retry(id: MessageId): void {
    const entry = this.#find(id);
    if (entry?.state.kind !== "refused") return;
    const record = { ...entry.record, refusal: null };
    this.#change(id, { record, state: { kind: "waiting" }, ours: true });
    inBackground(this.store.saveUnsent(record));
    this.#resume(record.circle);
  }

  /** Null while it is being sent: it may be accepted already. */
  takeBack(id: MessageId): UnsentRecord | null {
    const entry = this.#find(id);
    if (!entry || entry.state.kind === "sending") return null;
    // Its text becomes the draft now.
    this.#deferredDraftSaves.delete(id);
    this.#drop(id);
    this.host.crossTab.broadcast("unsent_changed");
    return entry.record;
  }

  /** Takes back the messages of a circle by the authors chosen, in the order of writing. */
  takeBackAll(circle: CircleId, which: (author: MemberId) => boolean): UnsentRecord[] {
    const taken = this.of(circle).filter((entry) => which(entry.record.author));
    for (const { id } of taken) {
      this.#deferredDraftSaves.delete(id);
      this.#drop(id);
    }
    return taken.map((entry) => entry.record);
  }

  circles(): Set<CircleId> {
    return new Set(this.#entries.map((entry) => entry.record.circle));
  }

  /** The message has appeared in the log: the server has it, even if no answer came. */
  arrived(id: MessageId): void {
    const entry = this.#find(id);
    if (!entry) return;
    const { circle } = entry.record;
    this.#drop(id);
    if (this.#inFlight.get(circle) === id) this.#inFlight.delete(circle);
    this.#sendNext(circle);
  }

  /** Takes over every stored message for sending: after a start, and on reconnecting. */
  async adopt(): Promise<void> {
    this.#adopting();
    await this.#readAgain(true);
    if (!this.host.online) return;
    for (const circle of this.circles()) this.#resume(circle);
  }

  /** Another tab has changed the stored messages. */
  async readAgain(): Promise<void> {
    await this.#readAgain(false);
    this.#adopting();
    if (this.#entries.some((entry) => !entry.ours)) {
      this.#adopting = this.host.clock.after(adoptAfterMs, () => inBackground(this.adopt()));
    }
  }

  pause(): void {
    this.#adopting();
    for (const cancel of this.#pauses.values()) cancel();
    this.#pauses.clear();
  }

  /** Drops everything from memory; the device keeps it. */
  clear(): void {
    this.pause();
    this.#inFlight.clear();
    this.#entries = [];
  }

  async #readAgain(ours: boolean): Promise<void> {
    const stored = this.#entries.filter(({ id, stored }) => stored && !this.unsaved(id));
    const before = new Set(stored.map(({ id }) => id));
    const all = await this.store.unsent().catch(() => null);
    if (!all) return;
    const records = all.filter(({ id }) => !this.#gone.has(id));
    const kept = new Map(records.map((record) => [record.id, record]));
    // What was stored before the read and is gone now was sent or taken back elsewhere.
    const known = this.#entries.filter(({ id }) => kept.has(id) || !before.has(id));
    const read = records.map((record) => {
      const entry = known.find(({ id }) => id === record.id);
      if (entry?.state.kind === "sending") return entry;
      return entryOf(record, { stored: true, ours: ours || (entry?.ours ?? false) });
    });
    const unstored = known.filter(({ id }) => !kept.has(id));
    this.#entries = [...read, ...unstored].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #resume(circle: CircleId, paused: CircleId | MessageId = circle): void {
    this.#endPause(paused);
    this.#sendNext(circle);
  }

  #endPause(paused: CircleId | MessageId): void {
    this.#pauses.get(paused)?.();
    this.#pauses.delete(paused);
  }

  #sendNext(circle: CircleId): void {
    if (!this.host.online || this.#inFlight.has(circle) || this.#pauses.has(circle)) return;
    const next = this.of(circle).find(
      (entry) => entry.ours && entry.state.kind !== "refused" && !this.#pauses.has(entry.id),
    );
    if (!next?.stored) return;
    const { id, body, replyTo, mentions, contentNote, win = false, daily = false } = next.record;
    // A record of an older client has no note.
    const words = {
      body,
      reply_to: replyTo,
      mentions,
      content_note: contentNote ?? null,
      win,
      daily,
    };
    this.#inFlight.set(circle, id);
    this.#change(id, { state: { kind: "sending" } });
    this.host.ask({ ...words, type: "send_message", id, circle }).then(
      (answer) => this.#accepted(next.record, answer),
      (error: unknown) => this.#failed(next.record, error),
    );
  }

  #accepted(record: UnsentRecord, answer: AnswerTo<SendMessage & { type: "send_message" }>): void {
    const { id, circle } = record;
    const { at } = answer;
    const helps = answer.type === "message_accepted" && answer.offer_help === true;
    if (this.#inFlight.get(circle) === id) this.#inFlight.delete(circle);
    this.#backoffs.get(circle)?.succeeded();
    if (this.#find(id)) {
      this.#drop(id);
      if (answer.type === "message_held") this.host.held.add(heldOf(record, at));
      else this.host.accepted(circle, messageOf(record, answer));
    }
    if (helps) this.host.offerHelp();
    this.#sendNext(circle);
  }

  #failed(record: UnsentRecord, error: unknown): void {
    const { id, circle } = record;
    if (this.#inFlight.get(circle) !== id) return;
    this.#inFlight.delete(circle);
    const refused = error instanceof Refused ? error : new NoResponse();
    if (!isTransient(refused)) {
      const refusal = refused.refusal;
      const final = { ...record, refusal };
      this.#change(id, { record: final, state: { kind: "refused", refusal } });
      inBackground(this.store.saveUnsent(final));
      this.host.crossTab.broadcast("unsent_changed");
      this.#sendNext(circle);
      return;
    }
    const backoff = this.#backoffs.get(circle) ?? new Backoff(this.host.random);
    this.#backoffs.set(circle, backoff);
    const waitMs = Math.max(refused.retry_after_ms ?? 0, backoff.nextMs());
    const by = refused.code;
    const bound = (by === "slow_mode" || by === "daily_limit") && {
      delayedBy: { by, until: this.host.clock.now() + waitMs },
    };
    this.#change(id, { state: { kind: "waiting", ...bound } });
    // Under a daily limit there may still be room for a shorter message after this one.
    const paused = by === "daily_limit" ? id : circle;
    this.#pauses.set(
      paused,
      this.host.clock.after(waitMs, () => this.#resume(circle, paused)),
    );
    this.#sendNext(circle);
  }

  #drop(id: MessageId): void {
    this.#gone.add(id);
    this.#endPause(id);
    this.host.writes.drop(keyOf(id));
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    inBackground(this.store.forgetUnsent(id));
    this.#replaceDraft(id);
  }

  #find(id: MessageId): UnsentMessage | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  #change(id: MessageId, changed: Partial<UnsentMessage>): void {
    this.#entries = this.#entries.map((entry) =>
      entry.id === id ? { ...entry, ...changed } : entry,
    );
  }
}

/** Whether a later retry can succeed; every other refusal is about the message. */
export function isTransient(refused: Refused): boolean {
  switch (refused.code) {
    case "unavailable":
    case "internal":
    case "rate_limited":
    case "slow_mode":
    case "daily_limit":
    case "hello_first":
    case "not_signed_in":
      return true;
    default:
      return false;
  }
}

const keyOf = (id: MessageId): string => `message ${id}`;

function entryOf(
  record: UnsentRecord,
  here: Pick<UnsentMessage, "stored" | "ours">,
): UnsentMessage {
  const { id, body, replyTo, writtenAt, refusal } = record;
  const state = refusal ? ({ kind: "refused", refusal } as const) : ({ kind: "waiting" } as const);
  return { id, body, replyTo, writtenAt, state, record, ...here };
}

function heldOf(record: UnsentRecord, at: number): HeldView {
  const { id, circle, body, replyTo, contentNote } = record;
  const content_note = contentNote ?? null;
  return { id, circle, body, reply_to: replyTo, content_note, held_at: at, not_posted: false };
}

type Accepted = Extract<AnswerTo<SendMessage & { type: "send_message" }>, { seq: number }>;

/** As its event will bring it, so that it does not vanish until then. */
function messageOf(record: UnsentRecord, accepted: Accepted): MessageView {
  return {
    id: record.id,
    seq: accepted.seq,
    author: record.author,
    sent_at: accepted.at,
    body: record.body,
    reply_to: record.replyTo,
    mentions: record.mentions,
    edited_at: null,
    deleted: false,
    muted: false,
    // Its author's own, or one that the server gave it for its words.
    content_note: accepted.content_note ?? null,
    pinned: false,
    reactions: [],
    ...(record.win ? { win: true } : {}),
  };
}
