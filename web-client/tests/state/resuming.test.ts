// A client that was away learns everything it missed, or knows that it did not.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { FakeCircle, message } from "../fake-server";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
});

const hellos = () => device.server.askedFor("hello");

test("what happened while away is taken in, in order", async () => {
  device.server.post("one");
  await flushPromises();
  device.server.cut();
  await flushPromises();
  device.server.post("two");
  device.server.post("three");
  await device.clock.advance(1_000);
  expect(read(walkers(app))).toEqual(["one", "two", "three"]);
  expect(hellos().at(-1)).toMatchObject({
    epoch: "epoch-1",
    cursors: [{ circle: "c1", seq: 1 }],
  });
});

test("a hole is mended by saying hello again, and nothing is shown twice", async () => {
  device.server.withholdEvents = true;
  device.server.post("unheard");
  device.server.withholdEvents = false;
  device.server.post("heard");
  await device.clock.advance(2_000);
  expect(hellos()).toHaveLength(2);
  expect(read(walkers(app))).toEqual(["unheard", "heard"]);
  device.server.tell(device.server.circle.log[0]!);
  await flushPromises();
  expect(read(walkers(app))).toEqual(["unheard", "heard"]);
});

test("an event of a kind we don't know leaves no hole", async () => {
  device.server.happen({ type: "candle_lit" } as never);
  device.server.post("after it");
  await device.clock.advance(2_000);
  expect(hellos()).toHaveLength(1);
  expect(read(walkers(app))).toEqual(["after it"]);
});

test("after a gap the old end is forgotten, and the newest page is fetched where it shows", async () => {
  await walkers(app).opened();
  device.server.post("long ago");
  await flushPromises();
  device.server.cut();
  device.server.resumeEvents = 2;
  for (let n = 0; n < 60; n += 1) device.server.post(`message ${n}`);
  await device.clock.advance(1_000);
  const shown = read(walkers(app));
  expect(shown).toHaveLength(50);
  expect(shown.at(-1)).toBe("message 59");
  expect(walkers(app).timeline.hasOlder).toBe(true);
  await walkers(app).timeline.loadOlder();
  expect(read(walkers(app))[0]).toBe("long ago");
  expect(walkers(app).timeline.hasOlder).toBe(false);
});

test("a new epoch of the database makes every cursor a gap", async () => {
  device.server.post("from the old database");
  await flushPromises();
  device.server.epoch = "epoch-2";
  device.server.circle.log = [];
  device.server.cut();
  await device.clock.advance(1_000);
  expect(read(walkers(app))).toEqual([]);
  device.server.post("from the new one");
  await flushPromises();
  expect(read(walkers(app))).toEqual(["from the new one"]);
});

test("a circle we are no longer in is gone, its draft and unsent words are not", async () => {
  device.server.circles.push(new FakeCircle("c2", "Bakers"));
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(app.circles.map(({ name }) => name)).toEqual(["Bakers", "Walkers"]);
  device.server.post("walking");
  device.server.refusals.push(["send_message", { code: "not_found", message: "No." }]);
  await say(walkers(app), "unsent");
  walkers(app).draft = "half a thought";
  await flushPromises();
  const left = device.server.circles.shift()!;
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(app.circle("c1")).toBeNull();
  expect(app.unsentCount).toBe(0);
  const store = await device.openStore();
  expect((await store.circles()).map(({ id }) => id)).not.toContain("c1");
  app = await device.reload();
  device.server.circles.push(left);
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(walkers(app).draft).toBe("unsent\n\nhalf a thought");
});

test("a cold start on a dead network shows the end of the timeline", async () => {
  for (let n = 0; n < 80; n += 1) device.server.post(`message ${n}`);
  await flushPromises();
  await walkers(app).opened();
  device.server.goOffline();
  device.hasNetwork = false;
  app = await device.reload();
  expect(app.phase).toBe("signed_in");
  expect(app.me?.alias).toBe("Sam");
  expect(app.connection.kind).toBe("offline");
  expect(read(walkers(app)).at(-1)).toBe("message 79");
  expect(read(walkers(app))).toHaveLength(60);
  expect(walkers(app).unread).toBe(80);
  expect(walkers(app).member("jo")?.alias).toBe("Jo");
  await walkers(app).opened();
});

test("what a page on its way lacks is not lost", async () => {
  device = new TestDevice();
  for (let n = 0; n < 60; n += 1) device.server.post(`message ${n}`);
  app = await device.open();
  const circle = walkers(app);
  const opening = circle.opened();
  device.server.post("meanwhile");
  await opening;
  await flushPromises();
  const shown = read(circle);
  expect(shown.at(-1)).toBe("meanwhile");
  expect(new Set(shown).size).toBe(shown.length);
});

test("a hello that is refused is said again", async () => {
  device.server.refusals.push([
    "hello",
    { code: "rate_limited", message: "", retry_after_ms: 3_000 },
  ]);
  device.server.cut();
  await device.clock.advance(2_000);
  expect(app.connection.kind).toBe("connecting");
  await device.clock.advance(3_000);
  expect(app.connection.kind).toBe("online");
});

test("a message deleted while we were away is gone from the device too", async () => {
  const said = device.server.post("words to take back");
  await flushPromises();
  await device.clock.advance(2_000);
  device.server.cut();
  device.server.circle.log[0]!.what = {
    type: "message_posted",
    message: message(said.id, 1, "", { body: null, deleted: true }),
  };
  device.server.happen({ type: "message_deleted", message: said.id });
  await device.clock.advance(3_000);
  expect(read(walkers(app))).toEqual(["(deleted)"]);
  const kept = JSON.stringify(await (await device.openStore()).circles());
  expect(kept).not.toContain("words to take back");
});

test("an event that overtakes the welcome of its circle is not missed", async () => {
  const bakers = new FakeCircle("c2", "Bakers");
  const early = bakers.append(
    { type: "message_posted", message: message("early", 1, "bread") },
    "jo",
  );
  bakers.log.pop();
  device.server.circles.push(bakers);
  device.server.notify({ type: "circles_changed" });
  // Heard after our hello, carried out just before it: the welcome lacks it.
  await new Promise((resolve) => setImmediate(resolve));
  device.server.tell(early);
  await new Promise((resolve) => setImmediate(resolve));
  bakers.log.push(early);
  await flushPromises();
  expect(read(app.circle("c2")!)).toEqual(["bread"]);
  expect(hellos()).toHaveLength(3);
});
