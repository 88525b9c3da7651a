// Check-ins of this account. Each is on the device before it is sent, with the time
// at which it was made and an id by which sending it twice makes one; it leaves the
// device only once the server has it. Sent one at a time, in the order of making.

import { Backoff } from "../net/backoff";
import { Refused, Unanswered } from "../net/refused";
import type { Cancel, Clock, Random } from "../net/platform";
import type { CheckInId, CheckInView, HowItIs } from "../protocol/wire";
import type { Requester } from "./requester";
import type { CallWish, CheckIns } from "./care-contract";
import { inBackground, type CheckInRecord, type DeviceStore } from "./device-store";
import { isPassing } from "./outbox.svelte";
import type { PendingWrites } from "./pending-writes.svelte";
import { plain } from "./plain.svelte";
import type { CrossTabChannel } from "./platform";

export interface CheckInHost extends Requester {
  readonly clock: Clock;
  readonly random: Random;
  readonly crossTab: CrossTabChannel;
  readonly writes: PendingWrites;
  newId(): string;
  /** What the server's clock says now, as far as we know. */
  serverNow(): number;
  /** One has arrived: what hangs on it may be another now. */
  checkedIn(): void;
}

export class OwnCheckIns implements CheckIns {
  waiting = $state.raw<readonly CheckInRecord[]>([]);
  callWish = $state.raw<CallWish | null>(null);
  #read = $state.raw<readonly CheckInView[] | null>(null);
  #hasMore = $state(false);
  #lastHeardAt = $state<number | null>(null);
  #inFlight: CheckInId | null = null;
  /** Sent or taken back on this page; what was read before that brings none back. */
  readonly #leftDevice = new Set<CheckInId>();
  readonly #deleted = new Set<CheckInId>();
  /** Not on the device yet, or never where it keeps nothing. */
  readonly #unstored = new Set<CheckInId>();
  #pause: Cancel | null = null;
  readonly #backoff: Backoff;

  readonly items: readonly CheckInView[] | null = $derived.by(() => {
    if (this.#read === null && this.waiting.length === 0) return null;
    const ids = new Set(this.waiting.map(({ id }) => id));
    const arrived = (this.#read ?? []).filter(({ id }) => !ids.has(id));
    return [...this.waiting, ...arrived].sort((a, b) => b.at - a.at);
  });

  constructor(
    private readonly host: CheckInHost,
    private readonly store: DeviceStore,
  ) {
    this.#backoff = new Backoff(host.random);
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get latestAt(): number | null {
    const known = [this.items?.[0]?.at, this.#lastHeardAt].filter(
      (at) => at !== null && at !== undefined,
    );
    return known.length === 0 ? null : Math.max(...known);
  }

  heardAt(at: number | null): void {
    this.#lastHeardAt = at;
  }

  async load(): Promise<void> {
    const page = await this.host.ask({ type: "list_check_ins", before: null });
    this.#read = page.check_ins.filter(({ id }) => !this.#deleted.has(id));
    this.#hasMore = page.has_more;
  }

  async more(): Promise<void> {
    const before = this.#read?.at(-1)?.at;
    if (before === undefined) return this.load();
    const page = await this.host.ask({ type: "list_check_ins", before });
    const known = new Set((this.#read ?? []).map(({ id }) => id));
    const older = page.check_ins.filter(({ id }) => !known.has(id));
    this.#read = [...(this.#read ?? []), ...older];
    this.#hasMore = page.has_more;
  }

  async add(said: HowItIs | null, wantsCall: boolean): Promise<void> {
    await this.#make(plain(said), wantsCall);
    this.#sendNext();
  }

  async #make(how: HowItIs | null, wantsCall: boolean): Promise<void> {
    const { newId } = this.host;
    // By the server's clock: a slow one would put it before what was agreed to just now.
    const at = this.host.serverNow();
    const record = { id: newId(), at, how, wants_call: wantsCall, refusal: null };
    if (wantsCall) this.callWish = { ...record, toldCentre: false };
    this.waiting = [...this.waiting, record];
    // A device that can't keep it must not keep it from being sent.
    this.#unstored.add(record.id);
    await this.host.writes.write(keyOf(record.id), () => this.#store(record.id));
    this.host.crossTab.broadcast("check_ins_changed");
  }

  unsaved(id: CheckInId): boolean {
    return this.host.writes.failed(keyOf(id));
  }

  async tellCentre(): Promise<void> {
    const wish = this.callWish;
    if (wish === null || wish.toldCentre) return;
    const { id, at, how } = wish;
    // Sent once more: the server knows the check-in by its id, and hears the rest.
    await this.#addWish({ id, at, how });
  }

  async #addWish(wish: Pick<CheckInView, "id" | "at" | "how">): Promise<void> {
    const { id } = wish;
    const record = { ...plain(wish), wants_call: true, tellCentre: true, refusal: null };
    this.callWish = { ...record, toldCentre: true };
    this.#leftDevice.delete(id);
    this.waiting = [...this.waiting.filter((one) => one.id !== id), record];
    this.#unstored.add(id);
    await this.host.writes.write(keyOf(id), () => this.#store(id));
    this.host.crossTab.broadcast("check_ins_changed");
    this.#sendNext();
  }

  async takeBackCall(): Promise<void> {
    const wish = this.callWish;
    if (wish === null) return;
    // Tried again, it is not said a second time.
    this.callWish = { ...wish, how: null };
    await this.#replace(wish, false);
  }

  async renewCall(): Promise<void> {
    if (this.callWish !== null) await this.#replace(this.callWish, true);
  }

  /** What takes its place is on the device before it goes, and neither waits for the
   *  server. */
  async #replace({ id, how }: CallWish, wantsCall: boolean): Promise<void> {
    if (how !== null || wantsCall) await this.#make(how, wantsCall);
    const removed = this.remove(id);
    this.#sendNext();
    await removed;
  }

  async remove(id: CheckInId): Promise<void> {
    if (this.waiting.some((one) => one.id === id) && this.#inFlight !== id) {
      this.#drop(id);
      this.host.crossTab.broadcast("check_ins_changed");
      // An attempt may have arrived without our hearing of it.
      if (!this.host.online) return this.#forgetWish(id);
    }
    await this.host.ask({ type: "delete_check_in", check_in: id }).catch((error: unknown) => {
      if (!(error instanceof Refused && error.code === "not_found")) throw error;
    });
    this.#deleted.add(id);
    this.#forgetWish(id);
    // One that was on its way and did not arrive is not sent once more.
    if (this.waiting.some((one) => one.id === id)) this.#drop(id);
    this.#read = this.#read?.filter((one) => one.id !== id) ?? null;
    this.host.checkedIn();
  }

  #forgetWish(id: CheckInId): void {
    if (this.callWish?.id === id) this.callWish = null;
  }

  /** What the device holds: after a start, on return, and when another tab says so. */
  async adopt(): Promise<void> {
    const kept = await this.store.checkIns().catch(() => null);
    if (kept) {
      const ids = new Set(kept.map(({ id }) => id));
      // Gone from the device, it was sent or taken back by another tab.
      const own = this.waiting.filter(
        ({ id }) => !ids.has(id) && (id === this.#inFlight || this.#unstored.has(id)),
      );
      const here = kept.filter(({ id }) => !this.#leftDevice.has(id));
      this.waiting = [...here, ...own].sort((a, b) => (a.id < b.id ? -1 : 1));
      const wish = this.waiting.findLast(({ wants_call }) => wants_call);
      if (wish) this.callWish ??= { ...wish, toldCentre: wish.tellCentre === true };
    }
    this.#resume();
  }

  pause(): void {
    this.#pause?.();
    this.#pause = null;
  }

  #resume(): void {
    this.pause();
    this.#sendNext();
  }

  #sendNext(): void {
    if (!this.host.online || this.#inFlight !== null || this.#pause !== null) return;
    const next = this.waiting.find(({ refusal }) => refusal === null);
    if (!next) return;
    // A clock that runs ahead would have it made in the time to come.
    const at = Math.min(next.at, this.host.serverNow());
    if (at !== next.at) this.#keep({ ...next, at });
    const { id, how, wants_call, tellCentre: tell_centre = false } = next;
    this.#inFlight = id;
    this.host.ask({ type: "send_check_in", id, at, how, wants_call, tell_centre }).then(
      () => this.#taken({ id, at, how, wants_call }, tell_centre),
      (error: unknown) => this.#failed(id, error),
    );
  }

  #taken(made: CheckInView, toldCentre: boolean): void {
    this.#inFlight = null;
    this.#backoff.succeeded();
    const kept = this.waiting.find(({ id }) => id === made.id);
    // Meanwhile the centre was to be told as well: it goes once more.
    if (kept?.tellCentre === true && !toldCentre) return this.#sendNext();
    if (this.#read) this.#read = [made, ...this.#read.filter(({ id }) => id !== made.id)];
    this.#lastHeardAt = Math.max(this.#lastHeardAt ?? 0, made.at);
    this.#drop(made.id);
    this.host.crossTab.broadcast("check_ins_changed");
    this.host.checkedIn();
    this.#sendNext();
  }

  #failed(id: CheckInId, error: unknown): void {
    this.#inFlight = null;
    const refused = error instanceof Refused ? error : new Unanswered();
    if (isPassing(refused)) {
      const waitMs = Math.max(refused.retry_after_ms ?? 0, this.#backoff.nextMs());
      this.#pause = this.host.clock.after(waitMs, () => this.#resume());
      return;
    }
    const record = this.waiting.find((one) => one.id === id);
    if (record?.tellCentre === true && refused.code === "id_conflict") {
      // It was kept with another time: the wish goes as a check-in of its own.
      this.#drop(id);
      void this.#addWish({ id: this.host.newId(), at: this.host.serverNow(), how: null });
      return;
    }
    // Nobody else makes this id: another tab's try of it has arrived, with a time
    // that was put right a moment earlier.
    if (record && refused.code === "id_conflict") return this.#taken(record, true);
    if (record) this.#keep({ ...record, refusal: refused.refusal });
    this.#sendNext();
  }

  /** As it is by now: it may have been refused since it was made. */
  async #store(id: CheckInId): Promise<void> {
    const record = this.waiting.find((one) => one.id === id);
    if (record) await this.store.saveCheckIn(record);
    this.#unstored.delete(id);
  }

  #keep(record: CheckInRecord): void {
    if (this.callWish?.id === record.id) this.callWish = { ...this.callWish, at: record.at };
    this.waiting = this.waiting.map((one) => (one.id === record.id ? record : one));
    void this.host.writes.write(keyOf(record.id), () => this.#store(record.id));
  }

  #drop(id: CheckInId): void {
    this.#leftDevice.add(id);
    this.host.writes.drop(keyOf(id));
    this.waiting = this.waiting.filter((one) => one.id !== id);
    inBackground(this.store.forgetCheckIn(id));
  }
}

const keyOf = (id: CheckInId): string => `check-in ${id}`;
