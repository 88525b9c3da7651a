// The account that signed in on this device last, as its store keeps it. Everything in the
// store is removed when that person signs out or somebody else signs in. Where the removal
// fails it is retried, and until then nothing of the next person is written there. While
// the store can't be read, it may be anybody's: nothing is removed until it can be read.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId, Epoch, Me } from "../protocol/wire";
import { memoryStore } from "./device-memory";
import type { AccountRecord, DeviceStore } from "./device-store";
import type { StoredText } from "./platform";
import { isSamePerson } from "./identity";
import { PendingWrites, retryWriteMs } from "./pending-writes.svelte";

/** On some devices the store can't be read for a moment after a start. */
const readAgainMs = 500;
const maxReads = 4;

interface StoragePlatform {
  clock: Clock;
  openStore(): Promise<DeviceStore>;
  mustClear: StoredText;
}

export class AccountOnDevice {
  /** Data of somebody who signed out is still on this device; removing it is retried. */
  uncleared = $state(false);
  /** The store for the data of whoever signs in here. */
  store: DeviceStore = memoryStore();
  #device: DeviceStore = this.store;
  /** Writes for whoever signs in here: their account is stored before what they type. */
  readonly writes: PendingWrites;
  #record: AccountRecord | null = null;
  /** The store could not be read, so it is unknown whose data it holds. */
  #unreadable = false;
  #retry: Cancel | null = null;

  constructor(private readonly platform: StoragePlatform) {
    this.writes = new PendingWrites(platform.clock);
  }

  async open(): Promise<void> {
    this.#device = await this.platform.openStore().catch(memoryStore);
    // Somebody signed out, and their page was closed before all their data was removed.
    if (this.platform.mustClear.read() === "yes") await this.#clear();
    else this.store = this.#device;
  }

  /** Null where the store knows nobody, or can't be read; then this page does without. */
  async read(): Promise<AccountRecord | null> {
    if (this.uncleared) this.#checkCleared();
    const store = this.#unreadable ? this.#device : this.store;
    const record = await this.#readRecord(store);
    if (record === undefined && this.#unreadable) return this.#record;
    this.#unreadable = record === undefined;
    this.store = this.#unreadable ? memoryStore() : store;
    this.#record = record ?? null;
    const clearUnless = this.platform.mustClear.read();
    // Somebody has signed in while the store could not be read.
    if (clearUnless && record !== undefined && !this.uncleared) {
      if (record?.me.account === clearUnless) this.platform.mustClear.write("");
      else await this.forget();
    }
    return this.#record;
  }

  async #readRecord(store: DeviceStore): Promise<AccountRecord | null | undefined> {
    for (let readsLeft = maxReads; readsLeft > 0; readsLeft -= 1) {
      try {
        return await store.account();
      } catch {
        await new Promise<void>((resolve) => this.platform.clock.after(readAgainMs, resolve));
      }
    }
    return undefined;
  }

  isSomebodyElse(me: Me): boolean {
    return this.#record === null || !isSamePerson(this.#record.me, me);
  }

  /** Where somebody else was signed in before, all their data is removed. */
  async signedIn({ account, alias, coordinator }: Me, newcomer?: true): Promise<AccountRecord> {
    const me = { account, alias, coordinator };
    if (this.#unreadable) await this.read();
    const epoch = this.isSomebodyElse(me) ? null : (this.#record?.epoch ?? null);
    if (this.#unreadable) this.platform.mustClear.write(account);
    else if (this.isSomebodyElse(me)) await this.forget();
    const record = { me, epoch, signedIn: true, ...(newcomer && { newcomer }) };
    await this.#save(record);
    return record;
  }

  welcomed(me: Me, epoch: Epoch): void {
    if (this.#record === null) return;
    const { newcomer } = this.#record;
    void this.#save({ me, epoch, signedIn: true, ...(newcomer && { newcomer }) });
  }

  joined(circle: CircleId): void {
    if (this.#record !== null) void this.#save({ ...this.#record, newcomer: circle });
  }

  /** The newcomer has been shown the welcome. */
  onWelcome(): void {
    if (this.#record === null) return;
    const { me, epoch, signedIn } = this.#record;
    void this.#save({ me, epoch, signedIn });
  }

  /** Unsent messages and drafts stay until the same person signs in again. */
  sessionEnded(): void {
    if (this.#record !== null) void this.#save({ ...this.#record, signedIn: false });
  }

  async forget(): Promise<void> {
    this.#record = null;
    this.#unreadable = false;
    this.writes.drop("account");
    await this.#clear();
  }

  async #clear(): Promise<void> {
    this.#retry?.();
    this.platform.mustClear.write("yes");
    try {
      await this.#device.wipe();
      this.platform.mustClear.write("");
      this.#cleared();
    } catch {
      // Whoever signs in meanwhile gets a store without the other's data.
      if (!this.uncleared) this.store = memoryStore();
      this.uncleared = true;
      this.#retry = this.platform.clock.after(retryWriteMs, () => {
        if (!this.#checkCleared()) void this.#clear();
      });
    }
  }

  /** Another tab may have cleared the store, which may hold somebody else's data by now. */
  #checkCleared(): boolean {
    if (this.platform.mustClear.read() !== "") return false;
    this.#retry?.();
    this.#cleared();
    return true;
  }

  #cleared(): void {
    this.uncleared = false;
    // Whoever is signed in already keeps the store they started with.
    if (this.#record === null) this.store = this.#device;
  }

  /** Without this record it is unknown at the next start whose drafts are here. */
  #save(record: AccountRecord): Promise<boolean> {
    this.#record = record;
    const { store } = this;
    return this.writes.write("account", () => store.saveAccount(record));
  }
}
