// The whole client as the views see it: who is signed in, and what this device remembers
// of them. What exists only while somebody is signed in is in signed-in.svelte.ts.

import { browserPlatform } from "../browser";
import { Backoff } from "../net/backoff";
import { Http } from "../net/http";
import { NoResponse } from "../net/refused";
import type { CircleId, Epoch, Me, Seq } from "../protocol/wire";
import type { Account, WayBack } from "./account-contract";
import { AccountOnDevice } from "./account-on-device.svelte";
import { AccountRequests } from "./account-requests";
import type { CentreHost } from "./centre";
import { connectionState } from "./connection-state";
import type { App, Circle, ConnectionState } from "./contract";
import type { AccountRecord, StoredAccount } from "./device-store";
import { CachedHelpCard } from "./cached-help-card.svelte";
import { isSamePerson, notSignedIn, isNotSignedIn } from "./identity";
import { ownAccount } from "./own-account";
import { SignedIn } from "./signed-in.svelte";
import type { DeviceSignal, Platform, TabMessage } from "./platform";

export function createApp(platform: Platform = browserPlatform()): App {
  return new ClientApp(platform);
}

class ClientApp implements App {
  #phase = $state<App["phase"]>("starting");
  #me = $state.raw<App["me"]>(null);
  #signedIn = $state.raw<SignedIn | null>(null);
  #person = $state.raw<{ me: StoredAccount | null }>({ me: null });
  #hasNetwork = $state(true);
  /** When to ask the server again who is signed in, after it did not answer. */
  #askAgainAt = $state<number | null>(null);
  /** Unsent messages and check-ins that wait on this device for their author to sign in. */
  #leftUnsent = $state(0);
  #canStore = $state(true);
  /** How often in a row no socket could be opened although the server answers over HTTP. */
  #socketsRefused = $state(0);

  readonly centreHost: CentreHost;
  readonly account: Account;
  readonly wayBack: WayBack;
  readonly #http: Http;
  readonly #card: CachedHelpCard;
  readonly #backoff: Backoff;
  readonly #requests: AccountRequests;
  readonly #account: AccountOnDevice;
  readonly #ready: Promise<void>;

  constructor(private readonly platform: Platform) {
    this.#account = new AccountOnDevice(platform);
    this.#http = new Http(platform.fetch);
    this.#backoff = new Backoff(platform.random);
    this.#requests = new AccountRequests(this.#http, platform);
    this.account = ownAccount(this.#http, this.#requests, (request) =>
      this.#noticingSignOut(request),
    );
    this.wayBack = {
      preview: (token) => this.#requests.previewRecovery(token),
      use: async (...form) => this.#enterAsSignedIn(await this.#requests.recover(...form)),
    };
    this.centreHost = {
      requester: () => this.#requireSignedIn(),
      centreChanges: () => this.#signedIn?.centreChanges ?? 0,
      helpCard: () => this.#http.helpCard(),
      origin: platform.origin,
    };
    this.#card = new CachedHelpCard(platform.helpCard, () => this.#http.helpCard());
    this.#hasNetwork = platform.device.online();
    if (this.#hasNetwork) void this.#card.refresh();
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
      hasNetwork: this.#hasNetwork,
      connection: this.#signedIn?.connection.state ?? null,
      socketsRefused: this.#socketsRefused,
      askAgainAt: this.#askAgainAt,
      starting: this.#phase === "starting",
    });
  }

  get circles(): readonly Circle[] {
    return this.#signedIn?.circles ?? [];
  }

  get uncleared(): boolean {
    return this.#account.uncleared;
  }

  get canSave(): boolean {
    return this.#canStore && !this.#account.writes.anyFailed;
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

  get person() {
    return this.#person;
  }

  previewInvite(token: string) {
    return this.#requests.previewInvite(token);
  }

  async signUp(form: Parameters<App["signUp"]>[0]): Promise<void> {
    await this.#ready;
    await this.#enterAsSignedIn(await this.#requests.signUp(form), true);
  }

  firstCircle(): Promise<CircleId | null> {
    return this.#signedIn?.firstCircle() ?? Promise.resolve(null);
  }

  async joinCircle(token: string, alias: string | null): Promise<CircleId | null> {
    const { circle } = await this.#noticingSignOut(this.#requests.joinCircle(token, alias));
    if (circle !== null) this.#account.joined(circle);
    await this.#signedIn?.joined(circle);
    return circle;
  }

  async signIn(signInName: string, passphrase: string): Promise<void> {
    await this.#ready;
    await this.#enterAsSignedIn(await this.#requests.signIn(signInName, passphrase));
  }

  async signOut(): Promise<void> {
    await this.#ready;
    await this.#requests.signOut();
    await this.#forgetEverything();
    this.platform.crossTab.broadcast("signed_out");
  }

  get securityNotices() {
    return this.#signedIn?.securityNotices ?? null;
  }

  async search(query: string, circle: CircleId | null, before: Seq | null) {
    return this.#requireSignedIn().search(query, circle, before);
  }

  get queue() {
    return this.#signedIn?.queue ?? null;
  }

  get mentoring() {
    return this.#signedIn?.mentoring ?? null;
  }

  get onCall() {
    return this.#signedIn?.onCall ?? null;
  }

  get direct() {
    return this.#signedIn?.direct ?? null;
  }

  get meetings() {
    return this.#signedIn?.meetings ?? null;
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

  get ownModeration() {
    return this.#signedIn?.ownModeration ?? null;
  }

  get toast() {
    return this.#signedIn?.toast ?? null;
  }

  clearToast(): void {
    if (this.#signedIn) this.#signedIn.toast = null;
  }

  reportSent(): void {
    if (this.#signedIn) this.#signedIn.toast = { what: "report_sent" };
  }

  get helpOffered(): boolean {
    return this.#signedIn?.helpOffered ?? false;
  }

  helpSeen(): void {
    if (this.#signedIn) this.#signedIn.helpOffered = false;
  }

  reconnectNow(): void {
    this.#signedIn?.connection.reconnectNow();
    if (this.#askAgainAt !== null) void this.#askWhoIAm();
  }

  takeOver(): void {
    this.#signedIn?.connection.takeOver();
  }

  async #start(): Promise<void> {
    const { device, crossTab } = this.platform;
    await this.#account.open();
    void this.#checkStorage();
    device.listen((signal) => this.#onDeviceSignal(signal));
    crossTab.listen((message) => this.#onTabMessage(message));
    await this.#resume();
  }

  async #checkStorage(): Promise<void> {
    this.#canStore = await this.#account.store.canStore();
  }

  /** Starts from the account on the device, else asks the server who is signed in. */
  async #resume(): Promise<void> {
    const account = await this.#account.read();
    if (account?.signedIn) await this.#enter(account);
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
      if (!(error instanceof NoResponse)) return;
      const waitMs = this.#backoff.nextMs();
      this.#askAgainAt = this.platform.clock.now() + waitMs;
      this.platform.clock.after(waitMs, () => {
        if (this.#askAgainAt !== null) void this.#askWhoIAm();
      });
    }
  }

  /** After signing in or up on this page. */
  async #enterAsSignedIn(me: Me, signedUp?: true): Promise<void> {
    await this.#ready;
    await this.#enter(await this.#remember(me, signedUp));
    this.platform.crossTab.broadcast("signed_in");
  }

  async #remember(me: Me, newcomer?: true): Promise<AccountRecord> {
    if (this.#account.isSomebodyElse(me)) this.#signedIn?.end();
    return this.#account.signedIn(me, newcomer);
  }

  async #enter(account: AccountRecord): Promise<void> {
    this.#signedIn?.flush();
    this.#signedIn?.end();
    this.#askAgainAt = null;
    const signedIn = new SignedIn(this.platform, this.#account.store, account.epoch, {
      writes: this.#account.writes,
      welcomed: (me, epoch) => this.#welcomed(me, epoch),
      sessionEnded: () => this.#sessionEnded(),
      checkSession: () => void this.#checkSession(),
      renewSession: () => void this.#noticingSignOut(this.#http.me()).catch(() => {}),
      onWelcome: () => this.#account.onWelcome(),
    });
    if (account.newcomer) signedIn.expectCircle(account.newcomer);
    await signedIn.restore();
    this.#signedIn = signedIn;
    const { me } = this.#person;
    if (me === null || !isSamePerson(me, account.me)) this.#person = { me: account.me };
    this.#me = account.me;
    this.#leftUnsent = 0;
    this.#phase = "signed_in";
    // The store may be a different one now.
    void this.#checkStorage();
    signedIn.connection.start();
  }

  #welcomed(me: Me, epoch: Epoch): void {
    this.#hasNetwork = true;
    this.#socketsRefused = 0;
    this.#me = me;
    this.#account.welcomed(me, epoch);
  }

  /** Ended from elsewhere: what was read is removed, drafts wait for their author. */
  #sessionEnded(): void {
    if (!this.#signedIn) return;
    this.#leftUnsent = this.#signedIn.unsentCount;
    this.#signedIn.keepDrafts();
    this.#closeSignedIn();
    this.#account.sessionEnded();
  }

  /** A browser does not say why a socket failed, so ask over HTTP who is signed in. */
  async #checkSession(): Promise<void> {
    const checked = this.#signedIn;
    const answer: unknown = await this.#http.me().catch((refused: unknown) => refused);
    if (checked !== this.#signedIn) return;
    if (isNotSignedIn(answer)) this.#sessionEnded();
    else this.#socketsRefused = answer instanceof NoResponse ? 0 : this.#socketsRefused + 1;
  }

  /** The device reports no network, but the server may run on this device or on a network
   *  that it does not count. An answer proves the report wrong. */
  async #checkNetwork(): Promise<void> {
    if (await this.#signedIn?.connection.checkAlive()) this.#hasNetwork = true;
  }

  async #forgetEverything(): Promise<void> {
    this.#closeSignedIn();
    this.#requests.forget();
    this.#leftUnsent = 0;
    this.#person = { me: null };
    await this.#account.forget();
  }

  #closeSignedIn(): void {
    this.#signedIn?.end();
    this.#signedIn = null;
    this.#me = null;
    this.#phase = "signed_out";
  }

  #onDeviceSignal(signal: DeviceSignal): void {
    switch (signal) {
      case "online":
        this.#hasNetwork = true;
        this.reconnectNow();
        void this.#card.refresh();
        return;
      case "offline":
        this.#hasNetwork = false;
        void this.#checkNetwork();
        return;
      case "shown":
        this.reconnectNow();
        // There may be room in the storage again.
        if (!this.#canStore) void this.#checkStorage();
        this.#account.writes.retryNow();
        return;
      case "hidden":
        this.#signedIn?.flush();
    }
  }

  #onTabMessage(message: TabMessage): void {
    switch (message) {
      case "unsent_changed":
      case "held_changed":
      case "check_ins_changed":
        return this.#signedIn?.otherTabChanged(message);
      case "signed_in":
        this.#signedIn?.end();
        void this.#resume();
        return;
      case "signed_out":
        void this.#forgetEverything();
    }
  }

  #requireSignedIn(): SignedIn {
    if (!this.#signedIn) throw notSignedIn();
    return this.#signedIn;
  }

  async #noticingSignOut<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (isNotSignedIn(error)) this.#sessionEnded();
      throw error;
    }
  }
}
