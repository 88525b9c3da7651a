// Everything that exists only while someone is signed in: the line to the server,
// the circles and the outbox, and how what the one brings reaches the others.
// Made at sign-in and ended with it; knows nothing of passphrases or HTTP.

import type { AnswerTo } from "../protocol/answers";
import type { Welcome } from "../protocol/read-frame";
import type { CircleState, Entry } from "../protocol/read-views";
import type {
  ActId,
  CircleId,
  Epoch,
  Hello,
  Me,
  MessageView,
  Notice,
  OwnAct,
  OwnReport,
  Request,
  Seq,
} from "../protocol/wire";
import { OwnCare, type CareHost } from "./care.svelte";
import { OwnCircle, type CircleHost } from "./circle.svelte";
import { OwnCompany, type CompanyHost } from "./company.svelte";
import { joinWords } from "./composer.svelte";
import type { News } from "./contract";
import { inBackground, type DeviceStore, type DraftRecord } from "./device-store";
import { OwnHelp, type HelpHost } from "./help.svelte";
import { Held } from "./held.svelte";
import { leftOver } from "./left";
import { Line, type LineHost } from "./line.svelte";
import { Listing } from "./listing.svelte";
import { Outbox, type OutboxHost } from "./outbox.svelte";
import { PendingWrites } from "./pending-writes.svelte";
import { OwnQueue, type QueueHost } from "./queue.svelte";
import type { Surroundings, TabNews } from "./surroundings";

export interface SignedInHost {
  welcomed(me: Me, epoch: Epoch): void;
  sessionEnded(): void;
  doubtSession(): void;
}

const byName = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

export class SignedIn
  implements CircleHost, OutboxHost, LineHost, QueueHost, CompanyHost, CareHost, HelpHost
{
  #all = $state.raw<readonly OwnCircle[]>([]);
  readonly circles: readonly OwnCircle[] = $derived(
    this.#all.toSorted((a, b) => byName.compare(a.name, b.name)),
  );
  readonly writes: PendingWrites;
  readonly outbox: Outbox;
  readonly line: Line;
  readonly held = new Held(this);
  readonly queue = new OwnQueue(this);
  readonly company = new OwnCompany(this);
  readonly help = new OwnHelp(this);
  readonly care: OwnCare;
  readonly left = leftOver(this);
  readonly ownReports: Listing<OwnReport>;
  readonly ownActs: Listing<OwnAct>;
  /** What the member is to be told once, until they have seen it. */
  news = $state.raw<News | null>(null);
  helpOffered = $state(false);
  #coordinator = $state(false);
  #circlesKnown = $state(false);
  /** Of circles that we are not in just now; we may be again. */
  readonly #drafts = new Map<CircleId, DraftRecord>();
  #onScreen: OwnCircle | null = null;
  /** The account was made on this page: whatever circle the welcome names is new to us. */
  #signedUp: ((first: CircleId | null) => void) | null = null;
  #firstCircle: Promise<CircleId | null> = Promise.resolve(null);
  /** How far the server's clock was ahead of ours at the last welcome. */
  #skewMs = 0;

  constructor(
    readonly around: Surroundings,
    readonly store: DeviceStore,
    private epoch: Epoch | null,
    private readonly host: SignedInHost,
  ) {
    this.writes = new PendingWrites(around.clock);
    this.outbox = new Outbox(this, store);
    this.line = new Line(around, this);
    this.care = new OwnCare(this, store);
    this.ownReports = new Listing(
      async () => (await this.ask({ type: "list_own_reports" })).reports,
    );
    this.ownActs = new Listing(async () => (await this.ask({ type: "list_own_acts" })).acts);
  }

  get clock() {
    return this.around.clock;
  }

  get random() {
    return this.around.random;
  }

  get neighbours() {
    return this.around.neighbours;
  }

  readonly newId = (): string => this.around.newId();

  readonly serverNow = (): number => this.clock.now() + this.#skewMs;

  get coordinator(): boolean {
    return this.#coordinator;
  }

  get circlesKnown(): boolean {
    return this.#circlesKnown;
  }

  circle(id: CircleId): OwnCircle | null {
    return this.#all.find((circle) => circle.id === id) ?? null;
  }

  /** What the device remembers, before any network is there. */
  async restore(): Promise<void> {
    const [circles, drafts] = await Promise.all([
      this.store.circles().catch(() => []),
      this.store.drafts().catch(() => []),
      this.outbox.adopt(),
      this.care.checkIns.adopt(),
    ]);
    for (const draft of drafts) this.#drafts.set(draft.circle, draft);
    this.#all = circles.map((record) => {
      const circle = this.#newCircle(record.id);
      circle.restore(record);
      return circle;
    });
  }

  /** Messages and check-ins that no server has acknowledged. */
  get unsentCount(): number {
    return this.outbox.count + this.care.checkIns.waiting.length;
  }

  /** Writes what is not on the device yet: the page may be gone any moment. */
  flush(): void {
    for (const circle of this.#all) circle.flush();
    this.writes.retryNow();
  }

  /** What was read goes from the device, what was typed stays. */
  keepOnlyWords(): void {
    for (const circle of this.#all) this.#keepOnlyWordsOf(circle);
    inBackground(this.store.forgetAllCircles());
  }

  /** Nothing is sent or written after this. */
  end(): void {
    for (const circle of this.#all) circle.abandon();
    this.outbox.clear();
    this.writes.stop();
    this.care.checkIns.pause();
    this.line.stop();
  }

  // For circles and outbox.

  get online(): boolean {
    return this.line.online;
  }

  ask<R extends Request>(request: R): Promise<AnswerTo<R>> {
    return this.line.ask(request);
  }

  shows(circle: OwnCircle): void {
    this.#onScreen = circle;
  }

  sayHello(): Promise<void> {
    return this.line.sayHello();
  }

  accepted(circle: CircleId, message: MessageView): void {
    this.circle(circle)?.accepted(message);
  }

  offerHelp(): void {
    this.helpOffered = true;
  }

  reported(): void {
    this.ownReports.refresh();
  }

  // What the line brings.

  hello(): Hello {
    const cursors = this.#all.flatMap(({ id, cursor }) =>
      cursor === null ? [] : [{ circle: id, seq: cursor }],
    );
    return { epoch: this.epoch, cursors };
  }

  welcomed(welcome: Welcome): void {
    const { account, alias, coordinator, epoch } = welcome;
    this.epoch = epoch;
    this.#skewMs = welcome.server_time - this.clock.now();
    this.host.welcomed({ account, alias, coordinator }, epoch);
    const before = this.#all;
    const now = new Set(welcome.circles.map(({ id }) => id));
    this.#all = welcome.circles.map((view) => this.#stand(view));
    this.#greetNewcomer();
    for (const circle of before) if (!now.has(circle.id)) this.#leave(circle);
    for (const id of this.outbox.circles()) if (!now.has(id)) this.#keepWords(id);
    this.#coordinator = coordinator;
    this.#circlesKnown = true;
    this.company.welcomed(welcome);
  }

  /** Before the first welcome of an account that was just made. */
  expectFirstCircle(): void {
    this.#firstCircle = new Promise((resolve) => (this.#signedUp = resolve));
  }

  firstCircle(): Promise<CircleId | null> {
    return this.#firstCircle;
  }

  #greetNewcomer(): void {
    if (this.#signedUp === null) return;
    const first = this.#all.find(({ line }) => line === null);
    if (first) first.newHere = true;
    this.#signedUp(first?.id ?? null);
    this.#signedUp = null;
  }

  cameOnline(): void {
    this.queue.changed();
    this.company.cameOnline();
    this.care.cameOnline();
    this.help.cameOnline();
    if (this.#all.length > 0) this.held.load();
    for (const list of [this.ownReports, this.ownActs]) list.refresh();
    inBackground(this.outbox.adopt());
    this.#onScreen?.loadMissing().catch(() => {});
  }

  wentOffline(): void {
    this.outbox.pause();
    this.care.checkIns.pause();
  }

  happened(entry: Entry): void {
    const circle = this.circle(entry.circle);
    // An event may overtake the welcome that tells of its circle.
    const missed = circle ? !circle.take(entry) : this.line.greeting;
    if (missed) this.line.mend();
  }

  noticed(notice: Notice): void {
    switch (notice.type) {
      case "circles_changed":
        void this.line.sayHello();
        return;
      case "read_marker_moved":
        this.circle(notice.circle)?.readMarkerMoved(notice.seq);
        return;
      case "act_about_you":
        this.circle(notice.circle)?.mutedUntilMoved(notice.muted_until, this.#skewMs);
        this.ownActs.refresh();
        // Whoever can't write here is told so where they would write.
        if (!this.circle(notice.circle)?.mutedUntil) this.news = "about_you";
        return;
      case "queue_changed":
        this.queue.changed();
        return;
      case "report_handled":
        this.ownReports.refresh();
        this.news = "report_handled";
        return;
      case "held_decided":
        this.held.decided(notice.message, notice.released);
        if (!notice.released) this.news = "not_posted";
        return;
      case "care_changed":
        this.care.changed();
        return;
      case "help_changed":
        this.help.changed(notice.help);
        return;
      default:
        this.company.noticed(notice);
    }
  }

  sessionEnded(): void {
    this.host.sessionEnded();
  }

  doubtSession(): void {
    this.host.doubtSession();
  }

  /** Joined by an invite on this page: the circle is there, and says welcome. */
  async joined(circle: CircleId | null): Promise<void> {
    await this.sayHello();
    const own = circle === null ? null : this.circle(circle);
    if (own) own.newHere = true;
  }

  async search(query: string, circle: CircleId | null, before: Seq | null) {
    const answer = await this.ask({ type: "search", query, circle, before });
    return { found: answer.found, hasMore: answer.has_more };
  }

  async appeal(act: ActId, statement: string | null): Promise<void> {
    await this.ask({ type: "appeal_act", act, statement });
    await this.ownActs.load();
  }

  /** Another tab changed what the device holds: read it again. */
  otherTabChanged(news: Exclude<TabNews, "signed_in" | "signed_out">): void {
    if (news === "check_ins_changed") return inBackground(this.care.checkIns.adopt());
    if (news === "held_changed") this.held.load();
    inBackground(this.outbox.readAgain());
  }

  #stand(view: CircleState): OwnCircle {
    const circle = this.circle(view.id) ?? this.#newCircle(view.id);
    // Words written under another membership are never sent without being asked.
    const foreign = this.outbox.takeBackAll(view.id, (author) => author !== view.me);
    for (const { body } of foreign.reverse()) circle.composer.giveBack(body, null);
    circle.welcome(view, this.#skewMs);
    return circle;
  }

  #newCircle(id: CircleId): OwnCircle {
    const circle = new OwnCircle(id, this);
    const draft = this.#drafts.get(id);
    if (draft) circle.composer.restore(draft);
    this.#drafts.delete(id);
    return circle;
  }

  /** We are no longer in it: its words go, our own draft stays. */
  #leave(circle: OwnCircle): void {
    const { id } = circle;
    const draft = this.#keepOnlyWordsOf(circle);
    circle.abandon();
    inBackground(this.store.forgetCircle(id));
    if (this.#onScreen === circle) this.#onScreen = null;
    if (draft) this.#drafts.set(id, draft);
  }

  /** Of a draft that answers or corrects something only what was typed is left. */
  #keepOnlyWordsOf({ id, composer }: OwnCircle): DraftRecord | null {
    const { words } = composer;
    const draft = words === "" ? null : bareDraft(id, words);
    if (draft) this.#saveDraft(draft);
    // Where nothing is here, another tab's draft may be there.
    else if (composer.replyingTo || composer.editing) inBackground(this.store.forgetDraft(id));
    return draft;
  }

  /** Unsent words of a circle that we can't send to become its draft. */
  #keepWords(id: CircleId): void {
    const words = this.outbox.takeBackAll(id, () => true).map(({ body }) => body);
    const text = [...words].reduceRight((later, body) => joinWords(body, later), this.#draftOf(id));
    const draft = bareDraft(id, text);
    this.#drafts.set(id, draft);
    this.#saveDraft(draft);
  }

  #saveDraft(draft: DraftRecord): void {
    void this.writes.write(`draft ${draft.circle}`, () => this.store.saveDraft(draft));
  }

  #draftOf(id: CircleId): string {
    return this.#drafts.get(id)?.text ?? "";
  }
}

function bareDraft(circle: CircleId, text: string): DraftRecord {
  return { circle, text, replyingTo: null, editing: null };
}
