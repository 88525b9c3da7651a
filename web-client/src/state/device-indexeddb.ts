// The device store in IndexedDB. Knows nothing of what the records mean.

import type {
  AccountRecord,
  CheckInRecord,
  CircleRecord,
  DeviceStore,
  DraftRecord,
  UnsentRecord,
} from "./device-store";

const stores = ["account", "circles", "drafts", "unsent", "checkIns"] as const;
type Name = (typeof stores)[number];

/** Rejects where the browser refuses, as private windows of some do. */
export async function openIndexedDbStore(name = "app"): Promise<DeviceStore> {
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
  return new IndexedDbStore(db);
}

class IndexedDbStore implements DeviceStore {
  constructor(private readonly db: IDBDatabase) {}

  async account() {
    const kept = this.db.transaction("account").objectStore("account").get("account");
    return ((await answer(kept)) as AccountRecord | undefined) ?? null;
  }

  saveAccount(account: AccountRecord) {
    return this.#write(["account"], (store) => store("account").put(account, "account"));
  }

  circles() {
    return this.#all<CircleRecord>("circles");
  }

  saveCircle(circle: CircleRecord) {
    return this.#write(["circles"], (store) => store("circles").put(circle));
  }

  forgetCircle(id: string) {
    return this.#write(["circles"], (store) => store("circles").delete(id));
  }

  forgetAllCircles() {
    return this.#write(["circles"], (store) => store("circles").clear());
  }

  drafts() {
    return this.#all<DraftRecord>("drafts");
  }

  saveDraft(draft: DraftRecord) {
    return this.#write(["drafts"], (store) => store("drafts").put(draft));
  }

  forgetDraft(circle: string) {
    return this.#write(["drafts"], (store) => store("drafts").delete(circle));
  }

  /** Keys are UUIDv7, so their order is the order of writing. */
  unsent() {
    return this.#all<UnsentRecord>("unsent");
  }

  queueUnsent(unsent: UnsentRecord) {
    const change = (store: Opener): void => {
      store("unsent").put(unsent);
      store("drafts").delete(unsent.circle);
    };
    // Strict: the words leave the composer only once they are on disk.
    return this.#write(["unsent", "drafts"], change, { durability: "strict" });
  }

  saveUnsent(unsent: UnsentRecord) {
    return this.#write(["unsent"], (store) => store("unsent").put(unsent));
  }

  forgetUnsent(id: string) {
    return this.#write(["unsent"], (store) => store("unsent").delete(id));
  }

  checkIns() {
    return this.#all<CheckInRecord>("checkIns");
  }

  saveCheckIn(checkIn: CheckInRecord) {
    const change = (store: Opener): unknown => store("checkIns").put(checkIn);
    return this.#write(["checkIns"], change, { durability: "strict" });
  }

  forgetCheckIn(id: string) {
    return this.#write(["checkIns"], (store) => store("checkIns").delete(id));
  }

  wipe() {
    return this.#write(stores, (store) => stores.forEach((name) => store(name).clear()));
  }

  async #all<Kept>(name: Name): Promise<Kept[]> {
    return (await answer(this.db.transaction(name).objectStore(name).getAll())) as Kept[];
  }

  /** Resolves once it is kept. The browser would commit when the page has heard of
   *  each request; a page that is going hears nothing, so that is not left to it. */
  async #write(
    names: readonly Name[],
    change: (store: Opener) => unknown,
    how: IDBTransactionOptions = {},
  ): Promise<void> {
    const tx = this.db.transaction(names, "readwrite", how);
    change((name) => tx.objectStore(name));
    tx.commit();
    await new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("not kept", "AbortError"));
    });
  }
}

type Opener = (name: Name) => IDBObjectStore;

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("no answer"));
  });
}
