// The device store in IndexedDB. Knows nothing of what the records mean.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type {
  AccountRecord,
  CircleRecord,
  DeviceStore,
  DraftRecord,
  UnsentRecord,
} from "./device-store";

interface Schema extends DBSchema {
  account: { key: "account"; value: AccountRecord };
  circles: { key: string; value: CircleRecord };
  drafts: { key: string; value: DraftRecord };
  unsent: { key: string; value: UnsentRecord };
}

const stores = ["account", "circles", "drafts", "unsent"] as const;

/** Rejects where the browser refuses, as private windows of some do. */
export async function openIndexedDbStore(name = "app"): Promise<DeviceStore> {
  const db = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("account");
      fresh.createObjectStore("circles", { keyPath: "id" });
      fresh.createObjectStore("drafts", { keyPath: "circle" });
      fresh.createObjectStore("unsent", { keyPath: "id" });
    },
    // A newer version of the client in another tab must not wait for this one.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
    },
  });
  return new IndexedDbStore(db);
}

/** Not left to the browser, which commits once the page has heard of each request: a
 *  page that is going hears nothing any more, and its last words would be dropped. */
function commit(tx: { commit(): void; done: Promise<void> }): Promise<void> {
  tx.commit();
  return tx.done;
}

class IndexedDbStore implements DeviceStore {
  constructor(private readonly db: IDBPDatabase<Schema>) {}

  async account() {
    return (await this.db.get("account", "account")) ?? null;
  }

  async saveAccount(account: AccountRecord) {
    await this.db.put("account", account, "account");
  }

  circles() {
    return this.db.getAll("circles");
  }

  async saveCircle(circle: CircleRecord) {
    await this.db.put("circles", circle);
  }

  forgetCircle(id: string) {
    return this.db.delete("circles", id);
  }

  forgetAllCircles() {
    return this.db.clear("circles");
  }

  drafts() {
    return this.db.getAll("drafts");
  }

  async saveDraft(draft: DraftRecord) {
    const tx = this.db.transaction("drafts", "readwrite");
    await Promise.all([tx.store.put(draft), commit(tx)]);
  }

  async forgetDraft(circle: string) {
    const tx = this.db.transaction("drafts", "readwrite");
    await Promise.all([tx.store.delete(circle), commit(tx)]);
  }

  /** Keys are UUIDv7, so their order is the order of writing. */
  unsent() {
    return this.db.getAll("unsent");
  }

  async queueUnsent(unsent: UnsentRecord) {
    // Strict: the words leave the composer only once they are on disk.
    const tx = this.db.transaction(["unsent", "drafts"], "readwrite", { durability: "strict" });
    await Promise.all([
      tx.objectStore("unsent").put(unsent),
      tx.objectStore("drafts").delete(unsent.circle),
      commit(tx),
    ]);
  }

  async saveUnsent(unsent: UnsentRecord) {
    await this.db.put("unsent", unsent);
  }

  forgetUnsent(id: string) {
    return this.db.delete("unsent", id);
  }

  async wipe() {
    const tx = this.db.transaction(stores, "readwrite");
    await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), tx.done]);
  }
}
