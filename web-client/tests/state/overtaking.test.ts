// Answers and events come on one line, but not in one order: what an answer does
// not know yet may have been heard before it.

import { beforeEach, expect, test } from "vitest";
import type { App, Circle } from "../../src/state/contract";
import { say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { FakeServer } from "../fake-server";

let device: TestDevice;
let server: FakeServer;
let app: App;
let circle: Circle;

beforeEach(async () => {
  device = new TestDevice();
  server = device.server;
  app = await device.open();
  circle = walkers(app);
});

test("whoever joins while the list of members is on its way is in it", async () => {
  server.delayAnswersTo.add("list_members");
  const opening = circle.opened();
  await flushPromises();
  const max = { id: "max", alias: "Max", role: "member", present: true } as const;
  server.happen({ type: "member_joined", member: max }, "max");
  await flushPromises();
  server.sendDelayedAnswers();
  await opening;
  expect(circle.member("max")?.alias).toBe("Max");
  expect(circle.member("jo")?.alias).toBe("Jo");
});

test("what is pinned or taken off while the pins are on their way is pinned or off", async () => {
  const off = server.post("no longer needed", { pinned: true });
  const on = server.post("the new address");
  server.delayAnswersTo.add("list_pins");
  const opening = circle.opened();
  await flushPromises();
  server.happen({ type: "message_pinned", message: on.id });
  server.happen({ type: "message_unpinned", message: off.id });
  await flushPromises();
  server.sendDelayedAnswers();
  await opening;
  expect(circle.pins.map(({ body }) => body)).toEqual(["the new address"]);
});

test("a message taken back while the device is read again is not sent", async () => {
  server.goOffline();
  await flushPromises();
  await say(circle, "on second thoughts");
  const store = await device.openStore();
  const records = await store.unsent();
  let read = () => {};
  store.unsent = () => new Promise((resolve) => (read = () => resolve(records)));
  server.reachable = true;
  await device.clock.advance(30_000);
  circle.takeBack(records[0]!.id);
  read();
  await flushPromises();
  expect(app.unsentCount).toBe(0);
  expect(circle.draft).toBe("on second thoughts");
  expect(server.circle.messages()).toEqual([]);
});

test("a quotation does not bring back words that went while it was asked for", async () => {
  const said = server.post("words to take back");
  for (let n = 0; n < 100; n += 1) server.post(`message ${n}`);
  circle = walkers(await device.reload());
  server.delayAnswersTo.add("fetch_message");
  const quoting = circle.quoted(said.id);
  await flushPromises();
  const gone = { ...said, body: null, deleted: true };
  server.happen({ type: "message_deleted", message: said.id });
  server.circle.log[0]!.what = { type: "message_posted", message: gone };
  await flushPromises();
  server.delayAnswersTo.clear();
  server.sendDelayedAnswers();
  expect((await quoting)?.body).toBeNull();
  expect((await circle.quoted(said.id))?.body).toBeNull();
});
