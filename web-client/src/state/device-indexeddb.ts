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

/** Enough for a draft with the messages that it edits and replies to, and some more. */
const probeChars = 4 * limits.bodyChars;

/** Rejects where the browser refuses, as some do in private windows. */
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
  // Lets a newer version of the client in another tab upgrade the database.
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
    // Strict: the text leaves the composer only once it is on disk.
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

  /** Writes a record of that size: the browser's storage estimate is less reliable. */
  canStore() {
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

  /** Resolves once the change is stored. Commits explicitly: an automatic commit waits for
   *  events that a closing page no longer receives. */
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
      // Half a change must not be stored.
      tx.abort();
      await ends.catch(() => {});
      throw fault;
    }
    await ends;
  }
}

/** The only place that writes records into the database, and only as plain data. */
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
