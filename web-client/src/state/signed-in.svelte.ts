// Everything that exists only while somebody is signed in: the connection, the circles and
// the outbox. Passes what the connection receives on to the others. Knows nothing of
// passphrases or HTTP.

import type { AnswerTo } from "../protocol/answers";
import type { Welcome } from "../protocol/read-frame";
import type { CircleState, Entry } from "../protocol/read-circle";
import type {
  CircleId,
  Epoch,
  Hello,
  Me,
  MessageView,
  Notice,
  Request,
  Seq,
} from "../protocol/wire";
import { OwnCare, type CareHost } from "./care.svelte";
import { OwnCircle, type CircleHost } from "./circle.svelte";
import type { ToastKind } from "./contract";
import { bareDraft, inBackground, type DeviceStore, type DraftRecord } from "./device-store";
import { OwnDirect } from "./direct";
import { Drafts } from "./drafts";
import { OwnHelp, type HelpHost } from "./help.svelte";
import { Held } from "./held.svelte";
import { createLeftCircles } from "./left-circles";
import { Connection, type ConnectionHost } from "./connection.svelte";
import { OwnMeetings } from "./meetings.svelte";
import { OwnMentoring } from "./mentoring.svelte";
import { OwnModerationLists } from "./own-moderation";
import { OwnOnCall, type OnCallHost } from "./on-call.svelte";
import { Outbox, type OutboxHost } from "./outbox.svelte";
import type { PendingWrites } from "./pending-writes.svelte";
import { OwnQueue, type QueueHost } from "./queue.svelte";
import { SecurityNotices } from "./security-notices";
import type { Platform, TabMessage } from "./platform";

export interface SignedInHost {
  readonly writes: PendingWrites;
  welcomed(me: Me, epoch: Epoch): void;
  sessionEnded(): void;
  checkSession(): void;
  /** Somebody who has just signed up or joined is shown the welcome of their circle. */
  onWelcome(): void;
  /** Any answer over HTTP brings the new cookie. */
  renewSession(): void;
}

const byName = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

export class SignedIn
  implements CircleHost, OutboxHost, ConnectionHost, QueueHost, OnCallHost, CareHost, HelpHost
{
  #all = $state.raw<readonly OwnCircle[]>([]);
  readonly circles: readonly OwnCircle[] = $derived(
    this.#all.toSorted((a, b) => byName.compare(a.name, b.name)),
  );
  readonly writes: PendingWrites;
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly held = new Held(this);
  readonly queue = new OwnQueue(this);
  readonly mentoring = new OwnMentoring(this);
  readonly onCall = new OwnOnCall(this);
  readonly direct = new OwnDirect(this);
  readonly meetings = new OwnMeetings(this);
  readonly help = new OwnHelp(this);
  readonly care: OwnCare;
  readonly left = createLeftCircles(this);
  readonly ownModeration = new OwnModerationLists(this);
  readonly securityNotices = new SecurityNotices(this);
  /** Shown to the member until they dismiss it. */
  toast = $state.raw<{ what: ToastKind } | null>(null);
  helpOffered = $state(false);
  centreChanges = $state(0);
  #coordinator = $state(false);
  #circlesKnown = $state(false);
  readonly drafts: Drafts;
  #onScreen: OwnCircle | null = null;
  /** The circle that we have just joined; `true` after signing up: the first one. */
  #expected: { which: true | CircleId; resolve: (first: CircleId | null) => void } | null = null;
  #firstCircle: Promise<CircleId | null> = Promise.resolve(null);
  /** How far the server's clock was ahead of ours at the last welcome. */
  #skewMs = 0;
  #seenServerTime = 0;

  constructor(
    readonly platform: Platform,
    readonly store: DeviceStore,
    private epoch: Epoch | null,
    private readonly host: SignedInHost,
  ) {
    this.writes = host.writes;
    this.drafts = new Drafts(this);
    this.outbox = new Outbox(this, store);
    this.connection = new Connection(platform, this);
    this.care = new OwnCare(this, store);
  }

  get clock() {
    return this.platform.clock;
  }

  get random() {
    return this.platform.random;
  }

  get crossTab() {
    return this.platform.crossTab;
  }

  readonly newId = (): string => this.platform.newId();

  readonly serverNow = (): number => this.clock.now() + this.#skewMs;

  readonly sawServerTime = (at: number): void => {
    this.#seenServerTime = Math.max(this.#seenServerTime, at);
    this.#skewMs = Math.max(this.#skewMs, at - this.clock.now());
  };

  get coordinator(): boolean {
    return this.#coordinator;
  }

  get circlesKnown(): boolean {
    return this.#circlesKnown;
  }

  circle(id: CircleId): OwnCircle | null {
    return this.#all.find((circle) => circle.id === id) ?? null;
  }

  /** Loads what the device stores, before there is a connection. */
  async restore(): Promise<void> {
    const [circles] = await Promise.all([
      this.store.circles().catch(() => []),
      this.drafts.load(),
      this.outbox.adopt(),
      this.care.checkIns.restore(),
    ]);
    this.#all = circles.map((record) => {
      const circle = this.#newCircle(record.id);
      circle.restore(record);
      return circle;
    });
  }

  /** Messages and check-ins that the server has not acknowledged. */
  get unsentCount(): number {
    return this.outbox.count + this.care.checkIns.waiting.length;
  }

  /** Stores what is not on the device yet, since the page may be closed any moment. */
  flush(): void {
    for (const circle of this.#all) circle.flush();
    this.writes.retryNow();
  }

  /** Removes received messages from the device, and keeps what was typed. */
  keepDrafts(): void {
    for (const circle of this.#all) this.#keepDraftOf(circle);
    inBackground(this.store.forgetAllCircles());
  }

  /** Nothing is sent or written after this. */
  end(): void {
    for (const circle of this.#all) circle.abandon();
    this.outbox.clear();
    this.drafts.stop();
    this.writes.stop();
    this.care.checkIns.pause();
    this.connection.stop();
  }

  // For the circles and the outbox.

  get online(): boolean {
    return this.connection.online;
  }

  ask<R extends Request>(request: R): Promise<AnswerTo<R>> {
    return this.connection.ask(request);
  }

  shown(circle: OwnCircle): void {
    this.#onScreen = circle;
  }

  sayHello(): Promise<void> {
    return this.connection.sayHello();
  }

  accepted(circle: CircleId, message: MessageView): void {
    this.circle(circle)?.accepted(message);
  }

  offerHelp(): void {
    this.helpOffered = true;
  }

  reported(): void {
    this.ownModeration.refreshReports();
  }

  // What the connection delivers.

  hello(): Hello {
    const cursors = this.#all.flatMap(({ id, cursor }) =>
      cursor === null ? [] : [{ circle: id, seq: cursor }],
    );
    return { epoch: this.epoch, cursors };
  }

  welcomed(welcome: Welcome): void {
    const { account, alias, coordinator, epoch } = welcome;
    this.epoch = epoch;
    // A delayed welcome must not set our estimate of the server's clock back.
    this.#skewMs = Math.max(welcome.server_time, this.#seenServerTime) - this.clock.now();
    this.host.welcomed({ account, alias, coordinator }, epoch);
    const before = this.#all;
    const now = new Set(welcome.circles.map(({ id }) => id));
    this.#all = welcome.circles.map((view) => this.#applyCircle(view));
    this.#showWelcome();
    for (const circle of before) if (!now.has(circle.id)) this.#dropCircle(circle);
    for (const id of this.outbox.circles()) {
      if (now.has(id)) continue;
      const words = this.outbox.takeBackAll(id, () => true).map(({ body }) => body);
      this.drafts.addTexts(id, words);
    }
    this.#coordinator = coordinator;
    this.#circlesKnown = true;
    this.care.welcomed(welcome);
    this.mentoring.welcomed(welcome);
    this.onCall.welcomed(welcome);
    if (welcome.security_notice) this.toast = { what: "security_notice" };
  }

  /** Called before the welcome that contains the circle. */
  expectCircle(which: true | CircleId): void {
    this.#firstCircle = new Promise((resolve) => (this.#expected = { which, resolve }));
  }

  firstCircle(): Promise<CircleId | null> {
    return this.#firstCircle;
  }

  #showWelcome(): void {
    if (this.#expected === null) return;
    const { which, resolve } = this.#expected;
    const first = this.#all.find(({ id, direct }) =>
      which === true ? direct === null : id === which,
    );
    if (!first && which !== true) return;
    if (first) first.newHere = true;
    first?.flush();
    this.host.onWelcome();
    resolve(first?.id ?? null);
    this.#expected = null;
  }

  cameOnline(): void {
    this.queue.changed();
    this.onCall.cameOnline();
    this.mentoring.cameOnline();
    this.care.cameOnline();
    this.help.cameOnline();
    if (this.#all.length > 0) this.held.load();
    this.ownModeration.refreshReports();
    this.ownModeration.refreshActions();
    inBackground(this.outbox.adopt());
    this.#onScreen?.loadMissing().catch(() => {});
  }

  wentOffline(): void {
    this.outbox.pause();
    this.care.checkIns.pause();
  }

  onEvent(entry: Entry): void {
    const circle = this.circle(entry.circle);
    // An event may arrive before the welcome that contains its circle.
    const missed = circle ? !circle.receive(entry) : this.connection.helloPending;
    if (missed) this.connection.resync();
  }

  onNotice(notice: Notice): void {
    switch (notice.type) {
      case "circles_changed":
        void this.connection.sayHello();
        return;
      case "read_marker_moved":
        this.circle(notice.circle)?.readMarkerMoved(notice.seq);
        return;
      case "action_about_you":
        this.circle(notice.circle)?.mutedUntilMoved(notice.muted_until, this.#skewMs);
        this.ownModeration.refreshActions();
        this.held.load();
        // Where we are muted, the circle itself says so in place of the composer.
        if (!this.circle(notice.circle)?.mutedUntil) this.toast = { what: "about_you" };
        return;
      case "message_hidden":
        this.circle(notice.circle)?.hidden.changed(notice.message, notice.hidden);
        return;
      case "queue_changed":
        this.queue.changed();
        return;
      case "report_handled":
        this.ownModeration.refreshReports();
        this.toast = { what: "report_handled" };
        return;
      case "held_decided":
        this.held.decided(notice.message, notice.released);
        if (!notice.released) this.toast = { what: "not_posted" };
        return;
      case "security_noticed":
        this.securityNotices.refresh();
        this.toast = { what: "security_notice" };
        return;
      case "session_renewal_due":
        this.host.renewSession();
        return;
      case "help_changed":
        this.help.changed(notice.help);
        return;
      case "centre_changed":
        this.centreChanges += 1;
        return;
      default:
        for (const part of [this.care, this.mentoring, this.onCall, this.meetings])
          part.onNotice(notice);
    }
  }

  sessionEnded(): void {
    this.host.sessionEnded();
  }

  checkSession(): void {
    this.host.checkSession();
  }

  /** We joined with an invite on this page: the circle shows its welcome once it is here. */
  async joined(circle: CircleId | null): Promise<void> {
    this.#firstCircle = Promise.resolve(null);
    if (circle !== null) this.expectCircle(circle);
    await this.sayHello();
  }

  async search(query: string, circle: CircleId | null, before: Seq | null) {
    const answer = await this.ask({ type: "search", query, circle, before });
    return { found: answer.found, hasMore: answer.has_more };
  }

  /** Another tab changed what the device stores: read it again. */
  otherTabChanged(message: Exclude<TabMessage, "signed_in" | "signed_out">): void {
    if (message === "check_ins_changed") return inBackground(this.care.checkIns.restore());
    if (message === "held_changed") this.held.load();
    inBackground(this.outbox.readAgain());
  }

  #applyCircle(view: CircleState): OwnCircle {
    const circle = this.circle(view.id) ?? this.#newCircle(view.id);
    // A message written under another membership is never sent automatically.
    const foreign = this.outbox.takeBackAll(view.id, (author) => author !== view.me);
    for (const { body } of foreign.reverse()) circle.composer.giveBack(body, null);
    circle.welcome(view, this.#skewMs);
    return circle;
  }

  #newCircle(id: CircleId): OwnCircle {
    const circle = new OwnCircle(id, this);
    const draft = this.drafts.take(id);
    if (draft) circle.composer.restore(draft);
    return circle;
  }

  /** We are no longer a member: its messages are removed, our own draft stays. */
  #dropCircle(circle: OwnCircle): void {
    const { id } = circle;
    const draft = this.#keepDraftOf(circle);
    circle.abandon();
    inBackground(this.store.forgetCircle(id));
    if (this.#onScreen === circle) this.#onScreen = null;
    if (draft) this.drafts.keep(draft);
  }

  /** Keeps what was typed, without the message that the draft replies to or edits. */
  #keepDraftOf({ id, composer }: OwnCircle): DraftRecord | null {
    const { words } = composer;
    const draft = words === "" ? null : bareDraft(id, words);
    if (draft) this.drafts.save(draft);
    // Where nothing was typed here, the store may hold another tab's draft.
    else if (composer.replyingTo || composer.editing) inBackground(this.drafts.forget(id));
    return draft;
  }
}
