// A check-in is never lost and never doubled: it keeps its own time and id on the
// device until the server has it.

import { beforeEach, expect, test } from "vitest";
import type { HowItIs } from "../../src/protocol/wire";
import type { App } from "../../src/state/contract";
import { openIndexedDbStore } from "../../src/state/device-indexeddb";
import type { Care } from "../../src/state/care-contract";
import { TestDevice } from "../device";
import { flushPromises } from "../fake-clock";

const low: HowItIs = { mood: "low", craving: 4, halt: ["lonely"], note: null };
const minute = 60_000;

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  device.server.time = device.clock.now();
  app = await device.open();
  await flushPromises();
});

const care = (): Care => app.care!;
const arrived = () => device.server.care.checkIns.map(({ at, how }) => [at, how?.mood ?? "ok"]);

async function loseNetwork(): Promise<void> {
  device.hasNetwork = false;
  device.signal("offline");
  device.server.goOffline();
  await flushPromises();
}

async function findNetwork(): Promise<void> {
  device.hasNetwork = true;
  device.server.reachable = true;
  device.server.time = device.clock.now();
  device.signal("online");
  await flushPromises();
  await device.clock.advance(minute);
}

test("one goes to the server at once, and the list has it", async () => {
  await care().checkIns.add(low, true);
  await flushPromises();
  expect(arrived()).toEqual([[device.clock.now(), "low"]]);
  expect(care().checkIns.waiting).toEqual([]);
  await care().checkIns.load();
  expect(care().checkIns.items).toMatchObject([{ wants_call: true }]);
});

test("one made without a network keeps its own time, over a reload too", async () => {
  await loseNetwork();
  const made = device.clock.now();
  await care().checkIns.add(low, false);
  await flushPromises();
  expect(care().checkIns.items).toMatchObject([{ at: made }]);
  await device.clock.advance(90 * minute);
  app = await device.reload();
  await flushPromises();
  expect(care().checkIns.waiting).toMatchObject([{ at: made }]);
  expect(care().checkIns.latestAt).toBe(made);
  await findNetwork();
  expect(arrived()).toEqual([[made, "low"]]);
  expect(care().checkIns.waiting).toEqual([]);
});

test("those that waited go one by one, in the order in which they were made", async () => {
  await loseNetwork();
  await care().checkIns.add(low, false);
  await device.clock.advance(minute);
  await care().checkIns.add(null, false);
  await findNetwork();
  expect(arrived().map(([, what]) => what)).toEqual(["ok", "low"]);
});

test("an answer that is lost makes no second one", async () => {
  device.server.dropAnswersTo.add("send_check_in");
  await care().checkIns.add(low, false);
  await device.clock.advance(minute);
  device.server.dropAnswersTo.clear();
  await device.clock.advance(2 * minute);
  expect(device.server.askedFor("send_check_in").length).toBeGreaterThan(1);
  expect(arrived()).toHaveLength(1);
  expect(care().checkIns.waiting).toEqual([]);
});

test("a clock that runs ahead makes none in the time to come", async () => {
  device.server.time = device.clock.now() - 60 * minute;
  app = await device.reload();
  await flushPromises();
  await care().checkIns.add(low, false);
  await flushPromises();
  expect(arrived()).toEqual([[device.server.time, "low"]]);
});

test("one that another tab sent with a corrected time has arrived, and is not refused", async () => {
  await loseNetwork();
  await care().checkIns.add(low, true);
  const { id, at, how, wants_call } = care().checkIns.waiting[0]!;
  device.server.care.checkIns = [{ id, at: at - 5, how, wants_call }];
  await findNetwork();
  expect(care().checkIns.waiting).toEqual([]);
  expect(await (await device.openStore()).checkIns()).toEqual([]);
  expect(arrived()).toHaveLength(1);
});

test("one that is refused for good stays to be seen, and holds back no other", async () => {
  device.server.refusals.push(["send_check_in", { code: "invalid_field", message: "Too old." }]);
  await care().checkIns.add(low, false);
  await care().checkIns.add(null, false);
  await flushPromises();
  expect(care().checkIns.waiting).toMatchObject([{ refusal: { message: "Too old." } }]);
  expect(arrived()).toHaveLength(1);
  await care().checkIns.remove(care().checkIns.waiting[0]!.id);
  expect(care().checkIns.waiting).toEqual([]);
});

test("one that is taken back before it left never goes", async () => {
  await loseNetwork();
  await care().checkIns.add(low, false);
  await care().checkIns.remove(care().checkIns.waiting[0]!.id);
  app = await device.reload();
  await findNetwork();
  expect(arrived()).toEqual([]);
});

test("one that is taken back on its way is not sent once more", async () => {
  const busy = { code: "rate_limited", message: "Wait.", retry_after_ms: minute } as const;
  device.server.refusals.push(["send_check_in", busy]);
  await care().checkIns.add(low, false);
  await care().checkIns.remove(care().checkIns.waiting[0]!.id);
  await device.clock.advance(5 * minute);
  expect(arrived()).toEqual([]);
  expect(care().checkIns.waiting).toEqual([]);
});

test("signing out wipes what waits", async () => {
  device.server.delayAnswersTo.add("send_check_in");
  device.server.dropAnswersTo.add("send_check_in");
  await care().checkIns.add(low, false);
  await app.signOut();
  const store = await device.openStore();
  expect(await store.checkIns()).toEqual([]);
});

test("a store that an older client made keeps its words, and takes check-ins", async () => {
  const opening = indexedDB.open("older", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("account");
    opening.result.createObjectStore("circles", { keyPath: "id" });
    opening.result.createObjectStore("drafts", { keyPath: "circle" });
    opening.result.createObjectStore("unsent", { keyPath: "id" }).put({ id: "m1", body: "kept" });
  };
  await new Promise((done) => (opening.onsuccess = done));
  opening.result.close();
  const store = await openIndexedDbStore("older");
  expect(await store.unsent()).toMatchObject([{ body: "kept" }]);
  await store.saveCheckIn({ id: "k1", at: 1, how: null, wants_call: false, refusal: null });
  expect(await store.checkIns()).toMatchObject([{ id: "k1" }]);
});

test("what waits is counted before somebody signs out", async () => {
  await loseNetwork();
  await care().checkIns.add(low, false);
  expect(app.unsentCount).toBe(1);
});
