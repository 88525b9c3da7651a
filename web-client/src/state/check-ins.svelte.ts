// Check-ins of this account. Each is stored on the device before it is sent, with the time
// at which it was made and an id that makes sending it idempotent. It is removed from the
// device once the server has it. They are sent one at a time, oldest first.

import { Backoff } from "../net/backoff";
import { Refused, NoResponse } from "../net/refused";
import type { Cancel, Clock, Random } from "../net/platform";
import type { CheckInId, CheckInView, HowItIs } from "../protocol/wire";
import type { Requester } from "./requester";
import type { CallRequest, CheckIns } from "./care-contract";
import { inBackground, type CheckInRecord, type DeviceStore } from "./device-store";
import { isTransient } from "./outbox.svelte";
import type { PendingWrites } from "./pending-writes.svelte";
import { plain } from "./plain.svelte";
import type { CrossTabChannel } from "./platform";

export interface CheckInHost extends Requester {
  readonly clock: Clock;
  readonly random: Random;
  readonly crossTab: CrossTabChannel;
  readonly writes: PendingWrites;
  newId(): string;
  /** The server's current time, as far as we know. */
  serverNow(): number;
  /** The server's check-ins changed: what depends on them has to be loaded again. */
  changed(): void;
}

export class OwnCheckIns implements CheckIns {
  waiting = $state.raw<readonly CheckInRecord[]>([]);
  call = $state.raw<CallRequest | null>(null);
  #fetched = $state.raw<readonly CheckInView[] | null>(null);
  #hasMore = $state(false);
  #serverLatestAt = $state<number | null>(null);
  #inFlight: CheckInId | null = null;
  /** Sent or deleted on this page. A list read before that does not bring them back. */
  readonly #leftDevice = new Set<CheckInId>();
  readonly #deleted = new Set<CheckInId>();
  /** Not stored on the device yet; never, where it stores nothing. */
  readonly #unstored = new Set<CheckInId>();
  #pause: Cancel | null = null;
  readonly #backoff: Backoff;

  readonly items: readonly CheckInView[] | null = $derived.by(() => {
    if (this.#fetched === null && this.waiting.length === 0) return null;
    const ids = new Set(this.waiting.map(({ id }) => id));
    const arrived = (this.#fetched ?? []).filter(({ id }) => !ids.has(id));
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
    const known = [this.items?.[0]?.at, this.#serverLatestAt].filter(
      (at) => at !== null && at !== undefined,
    );
    return known.length === 0 ? null : Math.max(...known);
  }

  sawLatest(at: number | null): void {
    this.#serverLatestAt = at;
  }

  async load(): Promise<void> {
    const page = await this.host.ask({ type: "list_check_ins", before: null });
    this.#fetched = page.check_ins.filter(({ id }) => !this.#deleted.has(id));
    this.#hasMore = page.has_more;
  }

  async more(): Promise<void> {
    const before = this.#fetched?.at(-1)?.at;
    if (before === undefined) return this.load();
    const page = await this.host.ask({ type: "list_check_ins", before });
    const known = new Set((this.#fetched ?? []).map(({ id }) => id));
    const older = page.check_ins.filter(({ id }) => !known.has(id));
    this.#fetched = [...(this.#fetched ?? []), ...older];
    this.#hasMore = page.has_more;
  }

  async add(how: HowItIs | null, wantsCall: boolean): Promise<void> {
    await this.#create(plain(how), wantsCall);
    this.#sendNext();
  }

  async #create(how: HowItIs | null, wantsCall: boolean): Promise<void> {
    const { newId } = this.host;
    // By the server's clock: by a slow one it would seem older than a consent given just now.
    const at = this.host.serverNow();
    const record = { id: newId(), at, how, wants_call: wantsCall, refusal: null };
    if (wantsCall) this.call = { ...record, toldCentre: false };
    this.waiting = [...this.waiting, record];
    // It is sent even where the device can't store it.
    this.#unstored.add(record.id);
    await this.host.writes.write(keyOf(record.id), () => this.#store(record.id));
    this.host.crossTab.broadcast("check_ins_changed");
  }

  unsaved(id: CheckInId): boolean {
    return this.host.writes.failed(keyOf(id));
  }

  async tellCentre(): Promise<void> {
    const request = this.call;
    if (request === null || request.toldCentre) return;
    const { id, at, how } = request;
    // Sent once more: the server knows the check-in by its id and adds the request.
    await this.#addRequest({ id, at, how });
  }

  async #addRequest(request: Pick<CheckInView, "id" | "at" | "how">): Promise<void> {
    const { id } = request;
    const record = { ...plain(request), wants_call: true, tellCentre: true, refusal: null };
    this.call = { ...record, toldCentre: true };
    this.#leftDevice.delete(id);
    this.waiting = [...this.waiting.filter((kept) => kept.id !== id), record];
    this.#unstored.add(id);
    await this.host.writes.write(keyOf(id), () => this.#store(id));
    this.host.crossTab.broadcast("check_ins_changed");
    this.#sendNext();
  }

  async withdrawCall(): Promise<void> {
    const request = this.call;
    if (request === null) return;
    // A retry must not create the check-in a second time.
    this.call = { ...request, how: null };
    await this.#replace(request, false);
  }

  async renewCall(): Promise<void> {
    if (this.call !== null) await this.#replace(this.call, true);
  }

  /** The replacement is stored before the old one is removed; neither waits for the
   *  server. */
  async #replace({ id, how }: CallRequest, wantsCall: boolean): Promise<void> {
    if (how !== null || wantsCall) await this.#create(how, wantsCall);
    const removed = this.remove(id);
    this.#sendNext();
    await removed;
  }

  async remove(id: CheckInId): Promise<void> {
    if (this.waiting.some((kept) => kept.id === id) && this.#inFlight !== id) {
      this.#drop(id);
      this.host.crossTab.broadcast("check_ins_changed");
      // An earlier attempt may have arrived although no answer came.
      if (!this.host.online) return this.#forgetRequest(id);
    }
    await this.host.ask({ type: "delete_check_in", check_in: id }).catch((error: unknown) => {
      if (!(error instanceof Refused && error.code === "not_found")) throw error;
    });
    this.#deleted.add(id);
    this.#forgetRequest(id);
    // One that was being sent and did not arrive must not be sent again.
    if (this.waiting.some((kept) => kept.id === id)) this.#drop(id);
    this.#fetched = this.#fetched?.filter((kept) => kept.id !== id) ?? null;
    this.host.changed();
  }

  #forgetRequest(id: CheckInId): void {
    if (this.call?.id === id) this.call = null;
  }

  /** Loads what the device holds: after a start, on reconnecting, and when another tab
   *  has changed it. */
  async restore(): Promise<void> {
    const kept = await this.store.checkIns().catch(() => null);
    if (kept) {
      const ids = new Set(kept.map(({ id }) => id));
      // What is gone from the device was sent or deleted by another tab.
      const addedMeanwhile = this.waiting.filter(
        ({ id }) => !ids.has(id) && (id === this.#inFlight || this.#unstored.has(id)),
      );
      const stillKept = kept.filter(({ id }) => !this.#leftDevice.has(id));
      this.waiting = [...stillKept, ...addedMeanwhile].sort((a, b) => (a.id < b.id ? -1 : 1));
      const request = this.waiting.findLast(({ wants_call }) => wants_call);
      if (request) this.call ??= { ...request, toldCentre: request.tellCentre === true };
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
    // A clock that runs ahead would date it in the future.
    const at = Math.min(next.at, this.host.serverNow());
    if (at !== next.at) this.#keep({ ...next, at });
    const { id, how, wants_call, tellCentre: tell_centre = false } = next;
    this.#inFlight = id;
    this.host.ask({ type: "send_check_in", id, at, how, wants_call, tell_centre }).then(
      () => this.#accepted({ id, at, how, wants_call }, tell_centre),
      (error: unknown) => this.#failed(id, error),
    );
  }

  #accepted(made: CheckInView, toldCentre: boolean): void {
    this.#inFlight = null;
    this.#backoff.succeeded();
    const kept = this.waiting.find(({ id }) => id === made.id);
    // Meanwhile the user asked to tell the centre as well, so it is sent once more.
    if (kept?.tellCentre === true && !toldCentre) return this.#sendNext();
    if (this.#fetched) this.#fetched = [made, ...this.#fetched.filter(({ id }) => id !== made.id)];
    this.#serverLatestAt = Math.max(this.#serverLatestAt ?? 0, made.at);
    this.#drop(made.id);
    this.host.crossTab.broadcast("check_ins_changed");
    this.host.changed();
    this.#sendNext();
  }

  #failed(id: CheckInId, error: unknown): void {
    this.#inFlight = null;
    const refused = error instanceof Refused ? error : new NoResponse();
    if (isTransient(refused)) {
      const waitMs = Math.max(refused.retry_after_ms ?? 0, this.#backoff.nextMs());
      this.#pause = this.host.clock.after(waitMs, () => this.#resume());
      return;
    }
    const record = this.waiting.find((kept) => kept.id === id);
    if (record?.tellCentre === true && refused.code === "id_conflict") {
      // The server has it with another time, so the request goes as a check-in of its own.
      this.#drop(id);
      void this.#addRequest({ id: this.host.newId(), at: this.host.serverNow(), how: null });
      return;
    }
    // Only this account makes this id: another tab's attempt arrived first, with a
    // slightly different corrected time.
    if (record && refused.code === "id_conflict") return this.#accepted(record, true);
    if (record) this.#keep({ ...record, refusal: refused.refusal });
    this.#sendNext();
  }

  /** Stores the current record: it may have been refused since it was created. */
  async #store(id: CheckInId): Promise<void> {
    const record = this.waiting.find((kept) => kept.id === id);
    if (record) await this.store.saveCheckIn(record);
    this.#unstored.delete(id);
  }

  #keep(record: CheckInRecord): void {
    if (this.call?.id === record.id) this.call = { ...this.call, at: record.at };
    this.waiting = this.waiting.map((kept) => (kept.id === record.id ? record : kept));
    void this.host.writes.write(keyOf(record.id), () => this.#store(record.id));
  }

  #drop(id: CheckInId): void {
    this.#leftDevice.add(id);
    this.host.writes.drop(keyOf(id));
    this.waiting = this.waiting.filter((kept) => kept.id !== id);
    inBackground(this.store.forgetCheckIn(id));
  }
}

const keyOf = (id: CheckInId): string => `check-in ${id}`;
