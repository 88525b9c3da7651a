// The client tells what it doesn't know from what isn't there, and why no socket
// comes about.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { closeCodes } from "../../src/protocol/wire";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { watch } from "../reactive.svelte";

let device: TestDevice;
let app: App;

beforeEach(() => {
  device = new TestDevice();
});

const aMinute = () => device.clock.advance(60_000);

test("circles are known once the server has told of them, also that there are none", async () => {
  device.server.circles = [];
  device.server.delayAnswersTo.add("hello");
  app = await device.open();
  expect([app.phase, app.circlesKnown]).toEqual(["signed_in", false]);
  device.server.sendDelayedAnswers();
  await flushPromises();
  expect([app.circles, app.circlesKnown]).toEqual([[], true]);
});

test("what the device remembers is not all that there may be", async () => {
  app = await device.open();
  await aMinute();
  device.server.goOffline();
  app = await device.reload();
  expect(app.circles.map(({ name }) => name)).toEqual(["Walkers"]);
  expect(app.circlesKnown).toBe(false);
});

test("an empty timeline says whether anybody can be asked for the rest", async () => {
  device.server.post("Said before");
  app = await device.open();
  expect(walkers(app).timeline).toMatchObject({ items: [], online: true, hasOlder: true });
  device.server.goOffline();
  await flushPromises();
  expect(walkers(app).timeline).toMatchObject({ items: [], online: false, hasOlder: true });
});

test("pins are known once the circle was opened", async () => {
  app = await device.open();
  expect(walkers(app).pinsKnown).toBe(false);
  await walkers(app).opened();
  expect(walkers(app).pinsKnown).toBe(true);
});

test("members are known once the server has told of them, and no more after a gap", async () => {
  device.server.delayAnswersTo.add("list_members");
  app = await device.open();
  const circle = walkers(app);
  const seen: boolean[] = [];
  const stop = watch(() => seen.push(circle.membersKnown));
  const opened = circle.opened();
  await flushPromises();
  expect(seen).toEqual([false]);
  device.server.sendDelayedAnswers();
  await opened;
  await flushPromises();
  expect(seen).toEqual([false, true]);
  device.server.cut();
  device.server.resumeEvents = 2;
  for (let n = 0; n < 60; n += 1) device.server.post(`message ${n}`);
  await device.clock.advance(1_000);
  expect(seen).toEqual([false, true, false]);
  stop();
});

test("sockets that are refused while the server answers are told from no network", async () => {
  device.server.websockets = false;
  app = await device.open();
  await aMinute();
  expect(app.connection).toEqual({ kind: "blocked" });
  // Another network: it was tried all the time.
  device.server.websockets = true;
  await aMinute();
  expect(app.connection).toEqual({ kind: "online" });
});

test("without an answer at all it is the connection that is lost", async () => {
  app = await device.open();
  device.server.goOffline();
  await aMinute();
  expect(app.connection.kind).toMatch(/^(waiting|connecting)$/);
});

test("one socket that is refused while a server starts is not a blocked network", async () => {
  app = await device.open();
  device.server.websockets = false;
  device.server.cut();
  await flushPromises();
  device.server.websockets = true;
  await flushPromises();
  expect(app.connection.kind).not.toBe("blocked");
});

test("a page that gave way says so, keeps what is written, and comes back when asked", async () => {
  app = await device.open();
  device.server.cut(closeCodes.too_many_sockets);
  await flushPromises();
  expect(app.connection).toEqual({ kind: "replaced" });
  // Looking at the page is no wish to take it back.
  device.signal("shown");
  await aMinute();
  expect(app.connection).toEqual({ kind: "replaced" });
  await say(walkers(app), "Written meanwhile");
  await expect(app.care!.load()).rejects.toMatchObject({ message: /Use here/ });
  app.takeOver();
  await aMinute();
  expect(app.connection).toEqual({ kind: "online" });
  expect(read(walkers(app))).toEqual(["Written meanwhile"]);
});
