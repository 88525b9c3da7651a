// Both stores keep what they are given as it was then, whatever it came in: a form's
// reactive lists too, which a browser's database refuses.

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { openIndexedDbStore } from "../../src/state/device-indexeddb";
import { memoryStore } from "../../src/state/device-memory";
import type {
  CheckInRecord,
  CircleRecord,
  DeviceStore,
  DraftRecord,
  UnsentRecord,
} from "../../src/state/device-store";
import { message } from "../fake-server";
import { reactive } from "../reactive.svelte";

const me = { account: "a1", alias: "Sam", coordinator: false };
const circle: CircleRecord = {
  id: "c1",
  name: "Walkers",
  direct: null,
  role: "member",
  me: "me",
  closed: false,
  joinedSeq: 1,
  cursor: 3,
  readSeq: 2,
  unread: 1,
  unreadMentions: 0,
  members: [{ id: "me", alias: "Sam", role: "member", present: true }],
  messages: [message("m1", 2, "Hello", { mentions: ["me"] })],
  hasOlder: false,
};
const draft: DraftRecord = {
  circle: "c1",
  text: "half a",
  replyingTo: message("m1", 2, "Hello"),
  editing: null,
  wording: "",
};
const unsent: UnsentRecord = {
  id: "u1",
  circle: "c1",
  author: "me",
  body: "on its way",
  replyTo: null,
  mentions: ["jo"],
  writtenAt: 1,
  refusal: null,
};
const checkIn: CheckInRecord = {
  id: "k1",
  at: 1,
  how: { mood: "okay", craving: 0, halt: [], note: null },
  wants_call: true,
  refusal: null,
};

describe.each([
  ["in the browser's database", () => openIndexedDbStore()],
  ["in memory", async () => memoryStore()],
])("%s", (_, open: () => Promise<DeviceStore>) => {
  let store: DeviceStore;

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    store = await open();
  });

  test("everything is kept that a form handed over as it stood", async () => {
    await store.saveAccount(reactive({ me, epoch: "e1", signedIn: true }));
    await store.saveCircle(reactive(circle));
    await store.queueUnsent(reactive(unsent));
    await store.saveDraft(reactive(draft));
    await store.saveCheckIn(reactive(checkIn));
    expect(await store.account()).toEqual({ me, epoch: "e1", signedIn: true });
    expect(await store.circles()).toEqual([circle]);
    expect(await store.unsent()).toEqual([unsent]);
    expect(await store.drafts()).toEqual([draft]);
    expect(await store.checkIns()).toEqual([checkIn]);
  });

  test("what happens to it afterwards changes nothing that is kept", async () => {
    const live = reactive({ ...checkIn, how: { ...checkIn.how!, halt: ["lonely" as const] } });
    await store.saveCheckIn(live);
    live.how.halt.splice(0);
    expect((await store.checkIns())[0]?.how?.halt).toEqual(["lonely"]);
  });
});

test("only the browser's database keeps words beyond this page, while it has room", async () => {
  globalThis.indexedDB = new IDBFactory();
  const store = await openIndexedDbStore();
  expect(await store.canStore()).toBe(true);
  expect(await store.account()).toBe(null);
  expect(await memoryStore().canStore()).toBe(false);
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(await store.canStore()).toBe(false);
  put.mockRestore();
});

test("a database that the browser has closed is opened again", async () => {
  globalThis.indexedDB = new IDBFactory();
  const store = await openIndexedDbStore();
  await store.saveDraft(draft);
  // Clearing the site's data closes it for every page.
  await new Promise((done) => (indexedDB.deleteDatabase("app").onsuccess = done));
  await store.saveDraft({ ...draft, text: "typed since" });
  expect(await store.drafts()).toMatchObject([{ text: "typed since" }]);
});

test("a change of which one part can't be kept is not kept at all", async () => {
  globalThis.indexedDB = new IDBFactory();
  const store = await openIndexedDbStore();
  await store.saveDraft(draft);
  const nameless = { ...unsent, id: undefined } as unknown as UnsentRecord;
  await expect(store.queueUnsent(nameless)).rejects.toThrow();
  expect(await store.unsent()).toEqual([]);
  expect(await store.drafts()).toEqual([draft]);
});
