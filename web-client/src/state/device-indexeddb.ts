// The device store in IndexedDB. Knows nothing of what the records mean.

import type {
  AccountRecord,
  CheckInRecord,
  CircleRecord,
  DeviceStore,
  DraftRecord,
  UnsentRecord,
} from "./device-store";
import { limits } from "../protocol/wire";
import { plain } from "./plain.svelte";

const stores = ["account", "circles", "drafts", "unsent", "checkIns"] as const;
type Name = (typeof stores)[number];

/** Of a draft with what it corrects and what it answers, and some room beside. */
const probeChars = 4 * limits.bodyChars;

/** Rejects where the browser refuses, as private windows of some do. */
export async function openIndexedDbStore(name = "app"): Promise<DeviceStore> {
  return new IndexedDbStore(await open(name), name);
}

async function open(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 2);
  opening.onupgradeneeded = ({ oldVersion }) => {
    const fresh = opening.result;
    if (oldVersion < 1) {
      fresh.createObjectStore("account");
      fresh.createObjectStore("circles", { keyPath: "id" });
      fresh.createObjectStore("drafts", { keyPath: "circle" });
      fresh.createObjectStore("unsent", { keyPath: "id" });
    }
    fresh.createObjectStore("checkIns", { keyPath: "id" });
  };
  const db = await answer(opening);
  // A newer version of the client in another tab must not wait for this one.
  db.onversionchange = () => db.close();
  return db;
}

class IndexedDbStore implements DeviceStore {
  constructor(
    private db: IDBDatabase,
    private readonly name: string,
  ) {}

  async account() {
    const kept = (await this.#beginTransaction(["account"], "readonly"))
      .objectStore("account")
      .get("account");
    return ((await answer(kept)) as AccountRecord | undefined) ?? null;
  }

  saveAccount(account: AccountRecord) {
    return this.#write(["account"], (to) => to.put("account", account, "account"));
  }

  circles() {
    return this.#all<CircleRecord>("circles");
  }

  saveCircle(circle: CircleRecord) {
    return this.#write(["circles"], (to) => to.put("circles", circle));
  }

  forgetCircle(id: string) {
    return this.#write(["circles"], (to) => to.delete("circles", id));
  }

  forgetAllCircles() {
    return this.#write(["circles"], (to) => to.clear("circles"));
  }

  drafts() {
    return this.#all<DraftRecord>("drafts");
  }

  saveDraft(draft: DraftRecord) {
    return this.#write(["drafts"], (to) => to.put("drafts", draft));
  }

  forgetDraft(circle: string) {
    return this.#write(["drafts"], (to) => to.delete("drafts", circle));
  }

  /** Keys are UUIDv7, so their order is the order of writing. */
  unsent() {
    return this.#all<UnsentRecord>("unsent");
  }

  queueUnsent(unsent: UnsentRecord) {
    const change = (to: Changes): void => {
      to.put("unsent", unsent);
      to.delete("drafts", unsent.circle);
    };
    // Strict: the words leave the composer only once they are on disk.
    return this.#write(["unsent", "drafts"], change, { durability: "strict" });
  }

  saveUnsent(unsent: UnsentRecord) {
    return this.#write(["unsent"], (to) => to.put("unsent", unsent));
  }

  forgetUnsent(id: string) {
    return this.#write(["unsent"], (to) => to.delete("unsent", id));
  }

  checkIns() {
    return this.#all<CheckInRecord>("checkIns");
  }

  saveCheckIn(checkIn: CheckInRecord) {
    const change = (to: Changes): void => to.put("checkIns", checkIn);
    return this.#write(["checkIns"], change, { durability: "strict" });
  }

  forgetCheckIn(id: string) {
    return this.#write(["checkIns"], (to) => to.delete("checkIns", id));
  }

  wipe() {
    return this.#write(stores, (to) => stores.forEach((name) => to.clear(name)));
  }

  /** Tried with a record of that size: an estimate of the room says less. */
  canKeep() {
    const probe = { text: "x".repeat(probeChars) };
    const tried = this.#write(["account"], (to) => to.put("account", probe, "probe"));
    return tried
      .then(() => this.#write(["account"], (to) => to.delete("account", "probe")))
      .then(
        () => true,
        () => false,
      );
  }

  async #all<Kept>(name: Name): Promise<Kept[]> {
    const all = (await this.#beginTransaction([name], "readonly")).objectStore(name).getAll();
    return (await answer(all)) as Kept[];
  }

  /** Some browsers close the database while a page is in the background. */
  async #beginTransaction(
    names: readonly Name[],
    mode: IDBTransactionMode,
    how: IDBTransactionOptions = {},
  ): Promise<IDBTransaction> {
    try {
      return this.db.transaction(names, mode, how);
    } catch {
      this.db = await open(this.name);
      return this.db.transaction(names, mode, how);
    }
  }

  /** Resolves once it is kept. The browser would commit when the page has heard of
   *  each request; a page that is going hears nothing, so that is not left to it. */
  async #write(
    names: readonly Name[],
    change: (to: Changes) => void,
    how: IDBTransactionOptions = {},
  ): Promise<void> {
    const tx = await this.#beginTransaction(names, "readwrite", how);
    const ends = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("not kept", "AbortError"));
    });
    try {
      change(new Changes(tx));
      tx.commit();
    } catch (fault) {
      // Half a change is not kept either.
      tx.abort();
      await ends.catch(() => {});
      throw fault;
    }
    await ends;
  }
}

/** The one place where records go into the database, and only as plain data. */
class Changes {
  constructor(private readonly tx: IDBTransaction) {}

  put(name: Name, record: object, key?: string): void {
    this.tx.objectStore(name).put(plain(record), key);
  }

  delete(name: Name, key: string): void {
    this.tx.objectStore(name).delete(key);
  }

  clear(name: Name): void {
    this.tx.objectStore(name).clear();
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("no answer"));
  });
}
