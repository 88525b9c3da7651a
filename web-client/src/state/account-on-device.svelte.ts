// Whose device this is: who signed in here last, as the device keeps it. What it
// keeps besides goes when they sign out, or when somebody else signs in; where the
// device refuses, it is asked again, and keeps nothing of whoever comes next. One that
// can't be read is nobody's and somebody's: nothing is removed until it can be.

import type { Cancel, Clock } from "../net/platform";
import type { CircleId, Epoch, Me } from "../protocol/wire";
import { memoryStore } from "./device-memory";
import type { AccountRecord, DeviceStore } from "./device-store";
import type { StoredText } from "./platform";
import { isSamePerson } from "./identity";
import { PendingWrites, retryWriteMs } from "./pending-writes.svelte";

/** Some devices can't be read for a moment after a start. */
const readAgainMs = 500;
const mostReads = 4;

interface StoragePlatform {
  clock: Clock;
  openStore(): Promise<DeviceStore>;
  mustClear: StoredText;
}

export class AccountOnDevice {
  /** What somebody left on this device is to be removed, and could not be so far. */
  uncleared = $state(false);
  /** Where what belongs to whoever signs in here is kept. */
  store: DeviceStore = memoryStore();
  #device: DeviceStore = this.store;
  /** Of whoever signs in here: their account is kept before what they write. */
  readonly writes: PendingWrites;
  #record: AccountRecord | null = null;
  /** The device did not say whose it is. */
  #unread = false;
  #retry: Cancel | null = null;

  constructor(private readonly platform: StoragePlatform) {
    this.writes = new PendingWrites(platform.clock);
  }

  async open(): Promise<void> {
    this.#device = await this.platform.openStore().catch(memoryStore);
    // The page of whoever signed out was closed before all of theirs was gone.
    if (this.platform.mustClear.read() === "yes") await this.#clear();
    else this.store = this.#device;
  }

  /** Null where it remembers nobody, or does not say; then this page does without it. */
  async read(): Promise<AccountRecord | null> {
    if (this.uncleared) this.#seeWhetherCleared();
    const store = this.#unread ? this.#device : this.store;
    const record = await this.#ask(store);
    if (record === undefined && this.#unread) return this.#record;
    this.#unread = record === undefined;
    this.store = this.#unread ? memoryStore() : store;
    this.#record = record ?? null;
    const since = this.platform.mustClear.read();
    // Somebody has signed in while it could not be read.
    if (since && record !== undefined && !this.uncleared) {
      if (record?.me.account === since) this.platform.mustClear.write("");
      else await this.forget();
    }
    return this.#record;
  }

  async #ask(store: DeviceStore): Promise<AccountRecord | null | undefined> {
    for (let left = mostReads; left > 0; left -= 1) {
      try {
        return await store.account();
      } catch {
        await new Promise<void>((go) => this.platform.clock.after(readAgainMs, go));
      }
    }
    return undefined;
  }

  isSomebodyElse(me: Me): boolean {
    return this.#record === null || !isSamePerson(this.#record.me, me);
  }

  /** Where it is someone else than before, nothing of the other is left. */
  async signedIn({ account, alias, coordinator }: Me, newcomer?: true): Promise<AccountRecord> {
    const me = { account, alias, coordinator };
    if (this.#unread) await this.read();
    const epoch = this.isSomebodyElse(me) ? null : (this.#record?.epoch ?? null);
    if (this.#unread) this.platform.mustClear.write(account);
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

  /** The newcomer has seen the welcome. */
  greeted(): void {
    if (this.#record === null) return;
    const { me, epoch, signedIn } = this.#record;
    void this.#save({ me, epoch, signedIn });
  }

  /** What was written here waits for the same person to sign in again. */
  sessionEnded(): void {
    if (this.#record !== null) void this.#save({ ...this.#record, signedIn: false });
  }

  async forget(): Promise<void> {
    this.#record = null;
    this.#unread = false;
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
      // Whoever signs in meanwhile finds nothing of the other.
      if (!this.uncleared) this.store = memoryStore();
      this.uncleared = true;
      this.#retry = this.platform.clock.after(retryWriteMs, () => {
        if (!this.#seeWhetherCleared()) void this.#clear();
      });
    }
  }

  /** Another tab may have done it, and hold somebody else's by now. */
  #seeWhetherCleared(): boolean {
    if (this.platform.mustClear.read() !== "") return false;
    this.#retry?.();
    this.#cleared();
    return true;
  }

  #cleared(): void {
    this.uncleared = false;
    // Whoever is signed in already goes on where they began.
    if (this.#record === null) this.store = this.#device;
  }

  /** Without it, nobody would know at the next start whose words are here. */
  #save(record: AccountRecord): Promise<boolean> {
    this.#record = record;
    const { store } = this;
    return this.writes.write("account", () => store.saveAccount(record));
  }
}
