// One of our circles as the views see it: what a member can do there, and what of it is
// stored on the device. The events are handled by circle-log.svelte.ts.

import { Refused } from "../net/refused";
import type { Cancel } from "../net/platform";
import { bodyFault } from "../protocol/body-rules";
import type { CircleState, Entry } from "../protocol/read-circle";
import type {
  CircleId,
  MemberId,
  MemberView,
  MessageId,
  MessageView,
  Role,
  Seq,
} from "../protocol/wire";
import { CircleLog } from "./circle-log.svelte";
import { Composer } from "./composer.svelte";
import type { Circle, HeldMessage, Reporting, Timeline } from "./contract";
import { inBackground, type CircleRecord, type DeviceStore } from "./device-store";
import type { Drafts } from "./drafts";
import type { Held } from "./held.svelte";
import { MarkerSender } from "./marker-sender";
import { MessageActions } from "./message-actions";
import type { Outbox } from "./outbox.svelte";
import { OwnMute } from "./own-mute.svelte";
import type { PendingWrites } from "./pending-writes.svelte";
import { Quotations } from "./quotations";
import { reportingOf, type ReportingHost } from "./reporting";
import type { Platform } from "./platform";
import { OwnThreads } from "./threads.svelte";

const saveAfterMs = 1_000;
/** Where fewer messages are loaded than this, opening the circle fetches a page. */
const enoughToShow = 30;

export interface CircleHost extends ReportingHost {
  readonly platform: Pick<Platform, "clock" | "newId">;
  readonly store: DeviceStore;
  readonly writes: PendingWrites;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly held: Held;
  /** This circle is on the screen now. */
  shown(circle: OwnCircle): void;
  sayHello(): Promise<void>;
}

export class OwnCircle extends MessageActions implements Circle {
  readonly composer: Composer;
  readonly reporting: Reporting;
  readonly threads: OwnThreads;
  readonly #mute: OwnMute;
  readonly #log: CircleLog;
  readonly #quotations: Quotations;
  #saving: Cancel | null = null;
  readonly #marking: MarkerSender;

  constructor(
    readonly id: CircleId,
    private readonly host: CircleHost,
  ) {
    super(id, host);
    this.composer = new Composer(id, host.drafts, host.platform.clock, host.writes);
    this.reporting = reportingOf(id, host);
    this.threads = new OwnThreads(id, host);
    this.#mute = new OwnMute(host.platform.clock);
    this.#quotations = new Quotations(id, host, (message) => this.#log.timeline.find(message));
    this.#log = new CircleLog(id, {
      get online() {
        return host.online;
      },
      ask: (request) => host.ask(request),
      saveSoon: () => this.#saveSoon(),
      unsentIn: (circle) => host.outbox.of(circle),
      arrived: (message) => {
        host.outbox.arrived(message);
        host.held.arrived(message);
      },
      outdated: (message, deleted) => {
        this.#quotations.outdated(message);
        const now = this.#log.timeline.find(message);
        if (deleted) this.composer.messageDeleted(message);
        else if (now) this.composer.messageChanged(now);
      },
      forgotten: () => {
        this.#quotations.forget();
        void this.composer.recheck((id) => this.quoted(id));
      },
    });
    const { marker } = this.#log;
    this.#marking = new MarkerSender(id, host, marker, () => {
      if (!marker.isExact) this.#log.recountSoon();
    });
  }

  get name(): string {
    return this.#log.name;
  }

  get direct() {
    return this.#log.direct;
  }

  get role(): Role {
    return this.#log.role;
  }

  get me(): MemberId {
    return this.#log.me;
  }

  get closed(): boolean {
    return this.#log.closed;
  }

  get newHere(): boolean {
    return this.#log.newHere && this.direct === null;
  }
  set newHere(newHere: boolean) {
    this.#log.newHere = newHere;
    this.#saveSoon();
  }

  get unread(): number {
    return this.#log.marker.unread;
  }

  get unreadMentions(): number {
    return this.#log.marker.unreadMentions;
  }

  get latest(): MessageView | null {
    return this.#log.timeline.latest;
  }

  get timeline(): Timeline {
    return this.#log.timeline;
  }

  get members(): readonly MemberView[] {
    return this.#log.members.list;
  }

  get membersKnown(): boolean {
    return this.#log.members.complete;
  }

  get pins(): readonly MessageView[] {
    return this.#log.pins.list;
  }

  get pinsKnown(): boolean {
    return this.#log.pins.complete;
  }

  get mutedUntil(): number | null {
    return this.#mute.until;
  }

  get slowModeSeconds(): number {
    return this.#log.slowModeSeconds;
  }

  get hidden() {
    return this.#log.hidden;
  }

  refreshed(copy: MessageView): MessageView {
    return this.#log.refreshed(copy);
  }

  get held(): readonly HeldMessage[] {
    return this.host.held.of(this.id);
  }

  get draft(): string {
    return this.composer.text;
  }

  set draft(text: string) {
    this.composer.text = text;
  }

  get draftUnsaved(): boolean {
    return this.composer.unsaved;
  }

  unsaved(id: MessageId): boolean {
    return this.host.outbox.unsaved(id);
  }

  get replyingTo(): MessageView | null {
    return this.composer.replyingTo;
  }

  set replyingTo(message: MessageView | null) {
    this.composer.replyingTo = message;
  }

  get editing(): MessageView | null {
    return this.composer.editing;
  }

  set editing(message: MessageView | null) {
    this.composer.editing = message;
  }

  get wording(): string {
    return this.composer.wording;
  }

  set wording(text: string) {
    this.composer.wording = text;
  }

  member(id: MemberId): MemberView | null {
    return this.#log.members.get(id);
  }

  // What the server sends about it.

  /** Null before the first welcome; then no events are asked for. */
  get cursor(): Seq | null {
    return this.#log.seq;
  }

  welcome(view: CircleState, skewMs: number): void {
    this.#mute.set(view.muted_until, skewMs);
    if (this.#log.welcome(view)) this.#marking.schedule();
    this.#saveSoon();
  }

  /** False where an earlier event is missing; then this one was not applied. */
  receive(entry: Entry): boolean {
    const taken = this.#log.receive(entry);
    if (taken) this.#saveSoon();
    return taken;
  }

  /** A moderator has muted us, or has ended the mute. */
  mutedUntilMoved(until: number | null, skewMs: number): void {
    this.#mute.set(until, skewMs);
  }

  /** We have read further on another device. */
  readMarkerMoved(seq: Seq): void {
    if (!this.#log.marker.moveTo(seq)) return;
    this.#saveSoon();
    if (!this.#log.marker.isExact) this.#log.recountSoon();
  }

  /** Acknowledged; its event may still be on the way. */
  accepted(message: MessageView): void {
    this.#log.timeline.accept(message);
    this.#saveSoon();
  }

  // What the member does.

  async opened(): Promise<void> {
    this.host.shown(this);
    const readSeq = this.unread > 0 ? this.#log.marker.seq : null;
    this.#log.timeline.markUnreadFrom(readSeq);
    await this.loadMissing();
    this.#log.timeline.markUnreadFrom(readSeq);
  }

  /** Loads what the screen needs and the device lacks; does nothing while offline. */
  async loadMissing(): Promise<void> {
    if (!this.host.online) return;
    const { timeline, pins } = this.#log;
    const few = timeline.live.messages.length < enoughToShow && timeline.live.hasOlder;
    try {
      await Promise.all([
        few && timeline.loadNewest(),
        this.loadMembers(),
        pins.complete || pins.load(),
      ]);
      this.#saveSoon();
    } catch (error) {
      // The connection was lost: the next welcome tries again.
      if (this.host.online) throw error;
    }
  }

  async send(): Promise<void> {
    const body = this.composer.text;
    this.#checkBody(body);
    const replyTo = this.composer.replyingTo?.id ?? null;
    this.composer.clear();
    await this.#queue(body, replyTo);
  }

  async sendAsNew(body: string): Promise<void> {
    this.#checkBody(body);
    await this.#queue(body, null);
  }

  async #queue(body: string, replyTo: MessageId | null): Promise<void> {
    if (this.newHere) this.newHere = false;
    if (this.timeline.hasNewer) this.timeline.jumpToNewest().catch(() => {});
    const { newId, clock } = this.host.platform;
    const record = {
      id: newId(),
      circle: this.id,
      author: this.me,
      body,
      replyTo,
      mentions: this.#log.members.mentionedIn(body),
      ...this.threads.take(),
      writtenAt: clock.now(),
      refusal: null,
    };
    await this.host.outbox.queue(record, () => this.composer.saveNow());
  }

  retry(id: MessageId): void {
    this.host.outbox.retry(id);
  }

  takeBack(id: MessageId): void {
    const unsent = this.host.outbox.takeBack(id);
    if (!unsent) return;
    const { body, replyTo } = unsent;
    this.composer.giveBack(body, replyTo === null ? null : this.#log.timeline.find(replyTo));
  }

  async takeBackHeld(id: MessageId): Promise<void> {
    await this.host.held.takeBack(this.id, id, ({ body, reply_to }) => {
      this.composer.giveBack(body, reply_to === null ? null : this.#log.timeline.find(reply_to));
    });
  }

  async edit(message: MessageId, body: string): Promise<void> {
    this.#checkBody(body);
    const mentions = this.#log.members.mentionedIn(body);
    await this.host.ask({ type: "edit_message", circle: this.id, message, body, mentions });
  }

  quoted(id: MessageId): Promise<MessageView | null> {
    return this.#quotations.find(id);
  }

  markRead(seq: Seq): void {
    if (!this.#log.marker.moveTo(Math.min(seq, this.#log.cursor))) return;
    this.#saveSoon();
    this.#marking.schedule();
  }

  async leave(): Promise<void> {
    await this.host.ask({ type: "leave_circle", circle: this.id });
    await this.host.sayHello();
  }

  // What is stored on the device.

  restore(record: CircleRecord): void {
    this.#log.restore(record);
  }

  flush(): void {
    this.composer.flush();
    if (this.#saving) this.#save();
    this.#marking.flush();
  }

  /** Nothing of this circle may be stored after this. */
  abandon(): void {
    this.composer.abandon();
    this.#mute.stop();
    this.#marking.stop();
    this.#saving?.();
    this.#saving = null;
  }

  #saveSoon(): void {
    this.#saving ??= this.host.platform.clock.after(saveAfterMs, () => this.#save());
  }

  #save(): void {
    this.#saving?.();
    this.#saving = null;
    const record = this.#log.record();
    if (record) inBackground(this.host.store.saveCircle(record));
  }

  loadMembers(): Promise<void> {
    return this.#log.loadMembers();
  }

  #checkBody(body: string): void {
    const closed = { code: "circle_closed", message: "This circle is closed." } as const;
    const fault = bodyFault(body) ?? (this.closed ? closed : null);
    if (fault) throw new Refused(fault);
  }
}
