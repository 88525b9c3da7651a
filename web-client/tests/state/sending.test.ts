// Nothing said is ever lost, doubled or out of order.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
});

const bodies = () => device.server.circle.messages().map(({ body }) => body);
const sends = () => device.server.askedFor("send_message");

test("messages are accepted in the order of writing, each once", async () => {
  const texts = Array.from({ length: 8 }, (_, n) => `message ${n}`);
  await say(walkers(app), ...texts);
  await flushPromises();
  await flushPromises();
  expect(bodies()).toEqual(texts);
  expect(sends()).toHaveLength(8);
  expect(read(walkers(app))).toEqual(texts);
  expect(app.unsentCount).toBe(0);
});

test("a message is on the device before it is sent", async () => {
  const store = await device.openStore();
  device.server.dropAnswersTo.add("send_message");
  device.server.withholdEvents = true;
  await say(walkers(app), "first");
  expect((await store.unsent()).map(({ body }) => body)).toEqual(["first"]);
  expect(read(walkers(app))).toEqual(["[first: sending]"]);
});

test("the answer retires a message before its event has come", async () => {
  device.server.withholdEvents = true;
  await say(walkers(app), "hello");
  await flushPromises();
  expect(app.unsentCount).toBe(0);
  expect(read(walkers(app))).toEqual(["hello"]);
  device.server.tell(device.server.circle.log[0]!);
  await flushPromises();
  expect(read(walkers(app))).toEqual(["hello"]);
  expect(await (await device.openStore()).unsent()).toEqual([]);
});

test("the event retires a message whose answer never comes, and the next is sent", async () => {
  device.server.dropAnswersTo.add("send_message");
  await say(walkers(app), "one", "two");
  await flushPromises();
  expect(app.unsentCount).toBe(0);
  expect(bodies()).toEqual(["one", "two"]);
});

test("a message lost on the way is sent again after reconnecting, and not doubled", async () => {
  device.server.dropAnswersTo.add("send_message");
  device.server.withholdEvents = true;
  await say(walkers(app), "lost answer");
  await flushPromises();
  device.server.dropAnswersTo.clear();
  device.server.withholdEvents = false;
  device.server.cut();
  await device.clock.advance(1_000);
  expect(bodies()).toEqual(["lost answer"]);
  expect(read(walkers(app))).toEqual(["lost answer"]);
  expect(app.unsentCount).toBe(0);
});

test("what was written without a network survives a reload and is sent once, in order", async () => {
  device.server.goOffline();
  await flushPromises();
  await say(walkers(app), "one", "two", "three");
  app = await device.reload();
  expect(app.phase).toBe("signed_in");
  expect(read(walkers(app))).toEqual(["[one: waiting]", "[two: waiting]", "[three: waiting]"]);
  device.server.reachable = true;
  await device.clock.advance(30_000);
  expect(bodies()).toEqual(["one", "two", "three"]);
  expect(sends()).toHaveLength(3);
  expect(read(walkers(app))).toEqual(["one", "two", "three"]);
});

test.each(["unavailable", "internal", "rate_limited"] as const)(
  "a message refused as %s is kept and sent again, before any later one",
  async (code) => {
    const refusal = { code, message: "Not now.", retry_after_ms: 2_000 };
    device.server.refusals.push(["send_message", refusal]);
    await say(walkers(app), "one", "two");
    await flushPromises();
    expect(bodies()).toEqual([]);
    expect(app.unsentCount).toBe(2);
    await device.clock.advance(1_900);
    expect(bodies()).toEqual([]);
    await device.clock.advance(30_000);
    expect(bodies()).toEqual(["one", "two"]);
  },
);

test("a server that has forgotten our hello hears it again, and then the message", async () => {
  device.server.refusals.push(["send_message", { code: "hello_first", message: "Hello?" }]);
  await say(walkers(app), "one", "two");
  await device.clock.advance(2_000);
  expect(device.server.askedFor("hello")).toHaveLength(2);
  expect(bodies()).toEqual(["one", "two"]);
});

test("a server that can't store is named until it can", async () => {
  device.server.refusals.push(["send_message", { code: "unavailable", message: "Full." }]);
  await say(walkers(app), "one");
  await flushPromises();
  expect(app.connection.kind).toBe("server_trouble");
  await device.clock.advance(5_000);
  expect(app.connection.kind).toBe("online");
});

test("a message refused for good stays with its reason, over a reload, until taken back", async () => {
  const refusal = { code: "text_control", field: "body", message: "No." } as const;
  device.server.refusals.push(["send_message", refusal]);
  await say(walkers(app), "odd", "fine");
  await flushPromises();
  expect(read(walkers(app))).toEqual(["fine", "[odd: refused]"]);
  app = await device.reload();
  const item = walkers(app).timeline.items.at(-1);
  expect(item).toMatchObject({ kind: "unsent", unsent: { state: { refusal } } });
  expect(bodies()).toEqual(["fine"]);
  walkers(app).draft = "typed since";
  walkers(app).takeBack(item!.key);
  expect(walkers(app).draft).toBe("odd\n\ntyped since");
  expect(app.unsentCount).toBe(0);
  app = await device.reload();
  expect(walkers(app).draft).toBe("odd\n\ntyped since");
  expect(app.unsentCount).toBe(0);
});

test("a refused message can be tried again", async () => {
  device.server.refusals.push(["send_message", { code: "circle_closed", message: "Closed." }]);
  await say(walkers(app), "one");
  await flushPromises();
  walkers(app).retry(walkers(app).timeline.items[0]!.key);
  await flushPromises();
  expect(bodies()).toEqual(["one"]);
});

test("a body that breaks a rule never leaves the composer", async () => {
  const circle = walkers(app);
  circle.draft = " \n ";
  await expect(circle.send()).rejects.toMatchObject({ code: "text_invisible" });
  expect(circle.draft).toBe(" \n ");
  expect(app.unsentCount).toBe(0);
});

test("an answer and whom it mentions go with the message", async () => {
  const asked = device.server.post("How was it?");
  await flushPromises();
  const circle = walkers(app);
  await circle.opened();
  circle.replyingTo = asked;
  await say(circle, "Good, @Jo. Not @Joanna.");
  await flushPromises();
  expect(sends()[0]).toMatchObject({ reply_to: asked.id, mentions: ["jo"] });
  expect(circle.replyingTo).toBeNull();
  expect(circle.draft).toBe("");
});

test("two tabs show one unsent message, and lose none when one of them goes", async () => {
  await device.clock.advance(1_000);
  device.server.goOffline();
  await flushPromises();
  const other = await device.open();
  await say(walkers(app), "from the first tab");
  await flushPromises();
  expect(read(walkers(other))).toEqual(["[from the first tab: waiting]"]);
  device.server.reachable = true;
  other.reconnectNow();
  await flushPromises();
  expect(read(walkers(other))).toEqual(["from the first tab"]);
  await device.clock.advance(30_000);
  expect(read(walkers(app))).toEqual(["from the first tab"]);
  expect(bodies()).toEqual(["from the first tab"]);
});

test("where the browser keeps nothing, messages are sent all the same", async () => {
  device = new TestDevice();
  device.openStore = () => Promise.reject(new Error("a private window"));
  app = await device.open();
  await say(walkers(app), "here");
  await flushPromises();
  expect(bodies()).toEqual(["here"]);
});
