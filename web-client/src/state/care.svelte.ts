// An alum's own care data as the server keeps it: loaded at each welcome, and again after
// a notice or a change made here. Decides nothing.

import type {
  AccountRecovery,
  MilestoneStyle,
  LapseId,
  LapseView,
  Milestone,
  MessageId,
  Notice,
  OwnCare as Own,
  PairingView,
  Request,
} from "../protocol/wire";
import type { Welcome } from "../protocol/read-frame";
import type { Care, NewLapse } from "./care-contract";
import { OwnCheckIns, type CheckInHost } from "./check-ins.svelte";
import type { DeviceStore } from "./device-store";
import { Listing } from "./listing.svelte";

export interface CareHost extends Omit<CheckInHost, "changed"> {
  /** The server's clock has reached this time. After a slow welcome our estimate of it is
   *  behind, and a check-in sent after a consent must not look older than the consent. */
  sawServerTime(at: number): void;
}

const nothingOpened: AccountRecovery = { link_until: null, closed_until: null };

export class OwnCare implements Care {
  milestoneStyle = $state<MilestoneStyle>("plain");
  recovery = $state.raw<AccountRecovery>(nothingOpened);
  readonly checkIns: OwnCheckIns;
  readonly #own: Listing<Own>;
  readonly #lapses: Listing<LapseView>;
  /** Requests without an answer yet: a retry reuses the id, so that it happens once. */
  #sharing: { id: MessageId; key: string } | null = null;
  #recording: { id: LapseId; key: string } | null = null;

  constructor(
    private readonly host: CareHost,
    store: DeviceStore,
  ) {
    this.#own = new Listing(async () => {
      const { care } = await host.ask({ type: "show_care" });
      for (const { given_at } of care.consents) host.sawServerTime(given_at);
      for (const { since } of care.pairings) host.sawServerTime(since);
      this.checkIns.sawLatest(care.last_check_in_at);
      return [care];
    });
    this.#lapses = new Listing(async () => (await host.ask({ type: "list_lapses" })).lapses);
    const isClosed = (): boolean => this.#closed;
    this.checkIns = new OwnCheckIns(
      {
        ask: (request) => host.ask(request),
        get online() {
          // What is written while the account is partly closed waits on the device.
          return host.online && !isClosed();
        },
        clock: host.clock,
        random: host.random,
        crossTab: host.crossTab,
        writes: host.writes,
        newId: host.newId,
        serverNow: host.serverNow,
        changed: () => this.changed(),
      },
      store,
    );
  }

  get own(): Own | null {
    return this.#own.items?.[0] ?? null;
  }

  get waits(): boolean {
    const { own } = this;
    if (own === null) return false;
    const asked = (own.recovery?.asked.length ?? 0) > 0;
    const proposed = own.pairings.some(({ mentor, state }) => !mentor && state === "proposed");
    return own.hello_due || asked || proposed;
  }

  get mentorRequests(): readonly PairingView[] {
    return this.own?.pairings.filter(({ mentor, state }) => mentor && state !== "active") ?? [];
  }

  get #closed(): boolean {
    return this.recovery.closed_until !== null;
  }

  load(): Promise<void> {
    return this.#own.load();
  }

  get lapses() {
    return this.#lapses.items;
  }

  loadLapses(): Promise<void> {
    return this.#lapses.load();
  }

  // What the connection delivers.

  welcomed(welcome: Pick<Welcome, "milestone_style" | "recovery">): void {
    this.milestoneStyle = welcome.milestone_style ?? "plain";
    this.#setRecovery(welcome.recovery);
  }

  onNotice(notice: Notice): void {
    if (notice.type === "care_changed") this.changed();
    if (notice.type === "account_recovery_changed") this.#setRecovery(notice.recovery);
  }

  #setRecovery(recovery: AccountRecovery = nothingOpened): void {
    const wasClosed = this.#closed;
    this.recovery = recovery;
    if (wasClosed) this.cameOnline();
  }

  cameOnline(): void {
    if (this.#closed) return;
    this.#own.tryLoad();
    this.#lapses.refresh();
    if (this.checkIns.items !== null) this.checkIns.load().catch(() => {});
    this.checkIns.restore().catch(() => {});
  }

  changed(): void {
    if (this.#closed) return;
    this.#own.tryLoad();
    this.#lapses.refresh();
  }

  // What the alum does. Each resolves once the new state has been loaded.

  stopRecoveryLink: Care["stopRecoveryLink"] = () => this.#do({ type: "stop_recovery_link" });

  setTimes: Care["setTimes"] = (zone, check_in_at) =>
    this.#do({ type: "change_care_settings", zone, check_in_at });

  setContact: Care["setContact"] = (phone, emergency_contact) =>
    this.#do({ type: "set_contact", phone, emergency_contact });

  give: Care["give"] = (consent) =>
    this.#do({ type: "give_consent", consent, version: this.own?.consent_version ?? 0 });

  revoke: Care["revoke"] = (consent) => this.#do({ type: "revoke_consent", consent });

  pause: Care["pause"] = (days) => this.#do({ type: "pause_check_ins", days });

  acceptPairing: Care["acceptPairing"] = (pairing) => this.#do({ type: "accept_pairing", pairing });

  endPairing: Care["endPairing"] = (pairing) => this.#do({ type: "end_pairing", pairing });

  setRecovery: Care["setRecovery"] = (recovery) =>
    this.#do({ type: "set_recovery_date", recovery });

  async shareMilestone(milestone: Milestone, circle: string, body: string): Promise<boolean> {
    const key = JSON.stringify([milestone, circle, body]);
    if (this.#sharing?.key !== key) this.#sharing = { id: this.host.newId(), key };
    const { id } = this.#sharing;
    const answer = await this.host.ask({ type: "share_milestone", milestone, circle, id, body });
    this.#sharing = null;
    await this.#readAgain();
    return answer.type === "message_held";
  }

  keepPrivate: Care["keepPrivate"] = (milestone) =>
    this.#do({ type: "keep_milestone_private", milestone });

  async recordLapse(lapse: NewLapse): Promise<void> {
    const key = JSON.stringify(lapse);
    if (this.#recording?.key !== key) this.#recording = { id: this.host.newId(), key };
    await this.#do({ type: "record_lapse", id: this.#recording.id, ...lapse });
    this.#recording = null;
    this.#lapses.refresh();
  }

  async deleteLapse(lapse: LapseId): Promise<void> {
    await this.#do({ type: "delete_lapse", lapse });
    this.#lapses.items = this.lapses?.filter(({ id }) => id !== lapse) ?? null;
  }

  async #do(request: Request): Promise<void> {
    try {
      await this.host.ask(request);
    } finally {
      await this.#readAgain();
    }
  }

  /** Where this fails, the notice that follows loads it. */
  async #readAgain(): Promise<void> {
    await this.load().catch(() => {});
  }
}
