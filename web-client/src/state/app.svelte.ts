// The whole client as the views see it: who is signed in, and what this device
// remembers of them. What happens while someone is signed in is signed-in's.

import { browser } from "../browser";
import { Backoff } from "../net/backoff";
import { Http } from "../net/http";
import { Unanswered } from "../net/refused";
import type { ActId, CircleId, Epoch, Me, Seq, SessionId } from "../protocol/wire";
import { AccountRequests } from "./account-requests";
import { centreOver } from "./centre";
import { connectionState } from "./connection-state";
import type { App, Centre, Circle, ConnectionState } from "./contract";
import { memoryStore } from "./device-memory";
import { inBackground, type AccountRecord, type DeviceStore } from "./device-store";
import { CardOnDevice } from "./help-card.svelte";
import { isSamePerson, pleaseSignIn, saysSignedOut } from "./identity";
import { SignedIn } from "./signed-in.svelte";
import type { DeviceSignal, Surroundings, TabNews } from "./surroundings";

export function createApp(around: Surroundings = browser()): App {
  return new ClientApp(around);
}

class ClientApp implements App {
  #phase = $state<App["phase"]>("starting");
  #me = $state.raw<App["me"]>(null);
  #signedIn = $state.raw<SignedIn | null>(null);
  #networked = $state(true);
  /** When "who am I" is asked again, where it got no answer. */
  #askAgainAt = $state<number | null>(null);
  /** Unsent messages and check-ins that wait on this device for their author to sign in. */
  #leftUnsent = $state(0);
  #canKeep = $state(true);
  /** How often in a row the server answered by HTTP where it gave us no socket. */
  #socketsRefused = $state(0);

  readonly centre: Centre;
  readonly #http: Http;
  readonly #card: CardOnDevice;
  readonly #backoff: Backoff;
  readonly #requests: AccountRequests;
  #store: DeviceStore = memoryStore();
  #account: AccountRecord | null = null;
  readonly #ready: Promise<void>;

  constructor(private readonly around: Surroundings) {
    this.#http = new Http(around.fetch);
    this.#backoff = new Backoff(around.random);
    this.#requests = new AccountRequests(this.#http, around);
    this.centre = centreOver({
      line: () => this.#member(),
      officeNews: () => this.#signedIn?.company.officeNews ?? 0,
      helpCard: () => this.#http.helpCard(),
      origin: around.origin,
    });
    this.#card = new CardOnDevice(around.helpCard, () => this.#http.helpCard());
    this.#networked = around.device.online();
    if (this.#networked) void this.#card.refresh();
    this.#ready = this.#start();
  }

  get phase(): App["phase"] {
    return this.#phase;
  }

  get me(): App["me"] {
    return this.#me;
  }

  get connection(): ConnectionState {
    return connectionState({
      networked: this.#networked,
      line: this.#signedIn?.line.state ?? null,
      socketsRefused: this.#socketsRefused,
      askAgainAt: this.#askAgainAt,
      starting: this.#phase === "starting",
    });
  }

  get circles(): readonly Circle[] {
    return this.#signedIn?.circles ?? [];
  }

  get keepsWords(): boolean {
    return this.#canKeep && this.#signedIn?.writes.anyFailed !== true;
  }

  get circlesKnown(): boolean {
    return this.#signedIn?.circlesKnown ?? false;
  }

  circle(id: CircleId): Circle | null {
    return this.#signedIn?.circle(id) ?? null;
  }

  get unsentCount(): number {
    return this.#signedIn?.unsentCount ?? this.#leftUnsent;
  }

  lookAtInvite(token: string) {
    return this.#requests.lookAtInvite(token);
  }

  async signUp(form: Parameters<App["signUp"]>[0]): Promise<void> {
    await this.#ready;
    await this.#begin(await this.#requests.signUp(form), true);
  }

  firstCircle(): Promise<CircleId | null> {
    return this.#signedIn?.firstCircle() ?? Promise.resolve(null);
  }

  async joinCircle(token: string, alias: string | null): Promise<CircleId | null> {
    const { circle } = await this.#asMember(this.#requests.joinCircle(token, alias));
    await this.#signedIn?.joined(circle);
    return circle;
  }

  async signIn(signInName: string, passphrase: string): Promise<void> {
    await this.#ready;
    await this.#begin(await this.#requests.signIn(signInName, passphrase));
  }

  async signOut(): Promise<void> {
    await this.#ready;
    await this.#requests.signOut();
    await this.#forgetEverything();
    this.around.neighbours.tell("signed_out");
  }

  async sessions() {
    return (await this.#asMember(this.#http.sessions())).sessions;
  }

  endSession(id: SessionId): Promise<void> {
    return this.#asMember(this.#http.endSession(id));
  }

  changePassphrase(current: string, next: string): Promise<void> {
    return this.#asMember(this.#requests.changePassphrase(current, next));
  }

  async signInName(): Promise<string | null> {
    return (await this.#asMember(this.#http.me())).sign_in_name ?? null;
  }

  async search(query: string, circle: CircleId | null, before: Seq | null) {
    return this.#member().search(query, circle, before);
  }

  get queue() {
    return this.#signedIn?.queue ?? null;
  }

  get company() {
    return this.#signedIn?.company ?? null;
  }

  get care() {
    return this.#signedIn?.care ?? null;
  }

  get help() {
    return this.#signedIn?.help ?? null;
  }

  get helpCard() {
    return this.#card.card;
  }

  get left() {
    return this.#signedIn?.left ?? null;
  }

  get ownReports() {
    return this.#signedIn?.ownReports.items ?? null;
  }

  loadOwnReports(): Promise<void> {
    return this.#member().ownReports.load();
  }

  get ownActs() {
    return this.#signedIn?.ownActs.items ?? null;
  }

  loadOwnActs(): Promise<void> {
    return this.#member().ownActs.load();
  }

  async appeal(act: ActId, statement: string | null): Promise<void> {
    await this.#member().appeal(act, statement);
  }

  get news() {
    return this.#signedIn?.news ?? null;
  }

  newsSeen(): void {
    if (this.#signedIn) this.#signedIn.news = null;
  }

  reportSent(): void {
    if (this.#signedIn) this.#signedIn.news = "report_sent";
  }

  get helpOffered(): boolean {
    return this.#signedIn?.helpOffered ?? false;
  }

  helpSeen(): void {
    if (this.#signedIn) this.#signedIn.helpOffered = false;
  }

  reconnectNow(): void {
    this.#signedIn?.line.reconnectNow();
    if (this.#askAgainAt !== null) void this.#askWhoIAm();
  }

  takeOver(): void {
    this.#signedIn?.line.takeOver();
  }

  async #start(): Promise<void> {
    const { openStore, device, neighbours } = this.around;
    this.#store = await openStore().catch(memoryStore);
    void this.#tryKeeping();
    device.listen((signal) => this.#deviceSays(signal));
    neighbours.listen((news) => this.#neighbourSays(news));
    await this.#resume();
  }

  async #tryKeeping(): Promise<void> {
    this.#canKeep = await this.#store.canKeep();
  }

  /** From what the device remembers; else from what the server knows of us. */
  async #resume(): Promise<void> {
    this.#account = await this.#store.account().catch(() => null);
    if (this.#account?.signedIn) await this.#enter(this.#account);
    else await this.#askWhoIAm();
  }

  async #askWhoIAm(): Promise<void> {
    this.#askAgainAt = null;
    try {
      const me = await this.#http.me();
      if (this.#signedIn) return;
      await this.#enter(await this.#remember(me));
    } catch (error) {
      if (this.#signedIn) return;
      this.#phase = "signed_out";
      if (!(error instanceof Unanswered)) return;
      const waitMs = this.#backoff.nextMs();
      this.#askAgainAt = this.around.clock.now() + waitMs;
      this.around.clock.after(waitMs, () => {
        if (this.#askAgainAt !== null) void this.#askWhoIAm();
      });
    }
  }

  /** Signed in just now, on this page. */
  async #begin(me: Me, signedUp = false): Promise<void> {
    await this.#enter(await this.#remember(me));
    if (signedUp) this.#signedIn?.expectFirstCircle();
    this.around.neighbours.tell("signed_in");
  }

  /** Where it is someone else than before, nothing of the other is left. */
  async #remember({ account: id, alias, coordinator }: Me): Promise<AccountRecord> {
    const me = { account: id, alias, coordinator };
    const known = this.#account;
    const same = known !== null && isSamePerson(known.me, me);
    if (!same) {
      this.#signedIn?.end();
      await this.#store.wipe().catch(() => {});
    }
    const account = { me, epoch: same ? known.epoch : null, signedIn: true };
    await this.#store.saveAccount(account).catch(() => {});
    return account;
  }

  async #enter(account: AccountRecord): Promise<void> {
    this.#signedIn?.flush();
    this.#signedIn?.end();
    this.#account = account;
    this.#askAgainAt = null;
    const signedIn = new SignedIn(this.around, this.#store, account.epoch, {
      welcomed: (me, epoch) => this.#welcomed(me, epoch),
      sessionEnded: () => this.#sessionEnded(),
      doubtSession: () => void this.#doubtSession(),
    });
    await signedIn.restore();
    this.#signedIn = signedIn;
    this.#me = account.me;
    this.#leftUnsent = 0;
    this.#phase = "signed_in";
    signedIn.line.start();
  }

  #welcomed(me: Me, epoch: Epoch): void {
    this.#networked = true;
    this.#socketsRefused = 0;
    this.#me = me;
    if (!this.#account) return;
    this.#account = { me, epoch, signedIn: true };
    inBackground(this.#store.saveAccount(this.#account));
  }

  /** Not our doing: what was read goes, what was written waits for its author. */
  #sessionEnded(): void {
    if (!this.#signedIn || !this.#account) return;
    this.#leftUnsent = this.#signedIn.unsentCount;
    this.#signedIn.keepOnlyWords();
    this.#leaveSignedIn();
    this.#account = { ...this.#account, signedIn: false };
    inBackground(this.#store.saveAccount(this.#account));
  }

  /** A browser does not say why it got no socket: ask who we are. */
  async #doubtSession(): Promise<void> {
    const doubted = this.#signedIn;
    const answer: unknown = await this.#http.me().catch((refused: unknown) => refused);
    if (doubted !== this.#signedIn) return;
    if (saysSignedOut(answer)) this.#sessionEnded();
    else this.#socketsRefused = answer instanceof Unanswered ? 0 : this.#socketsRefused + 1;
  }

  /** The device says that it has no network, but a server may stand on it, or
   *  on a network that it does not count. An answer proves it wrong. */
  async #doubtNetwork(): Promise<void> {
    if (await this.#signedIn?.line.checkAlive()) this.#networked = true;
  }

  async #forgetEverything(): Promise<void> {
    this.#leaveSignedIn();
    this.#requests.forget();
    this.#account = null;
    this.#leftUnsent = 0;
    await this.#store.wipe().catch(() => {});
  }

  #leaveSignedIn(): void {
    this.#signedIn?.end();
    this.#signedIn = null;
    this.#me = null;
    this.#phase = "signed_out";
  }

  #deviceSays(signal: DeviceSignal): void {
    switch (signal) {
      case "online":
        this.#networked = true;
        this.reconnectNow();
        void this.#card.refresh();
        return;
      case "offline":
        this.#networked = false;
        void this.#doubtNetwork();
        return;
      case "shown":
        this.reconnectNow();
        // There may be room again.
        if (!this.#canKeep) void this.#tryKeeping();
        return;
      case "hidden":
        this.#signedIn?.flush();
    }
  }

  #neighbourSays(news: TabNews): void {
    switch (news) {
      case "unsent_changed":
      case "held_changed":
      case "check_ins_changed":
        return this.#signedIn?.otherTabChanged(news);
      case "signed_in":
        this.#signedIn?.end();
        void this.#resume();
        return;
      case "signed_out":
        void this.#forgetEverything();
    }
  }

  #member(): SignedIn {
    if (!this.#signedIn) throw pleaseSignIn();
    return this.#signedIn;
  }

  async #asMember<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (saysSignedOut(error)) this.#sessionEnded();
      throw error;
    }
  }
}
