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
    await this.db.put("drafts", draft);
  }

  forgetDraft(circle: string) {
    return this.db.delete("drafts", circle);
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
      tx.done,
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
