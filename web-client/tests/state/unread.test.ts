// What is unread, and what of it mentions us, follows what happens to messages: live,
// on every device, and whether they are loaded or not.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import type { FakeServer } from "../fake-server";

const me = "me-c1";

let device: TestDevice;
let server: FakeServer;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  server = device.server;
  app = await device.open();
});

const counts = () => [walkers(app).unread, walkers(app).unreadMentions];
const edit = (message: string, mentions: string[]) =>
  server.happen({
    type: "message_edited",
    message,
    body: mentions.length > 0 ? "Hello, @Sam" : "Hello",
    mentions,
    edited_at: 5_000,
  });
const mute = (message: string) => server.happen({ type: "message_muted", message }, null);

/** A fresh start, in which no message is loaded before a circle is opened. */
async function openAgain(): Promise<void> {
  device = new TestDevice();
  device.server.circles = server.circles;
  server = device.server;
  app = await device.open();
}

test("a mention that is edited away is counted no more", async () => {
  const { id } = server.post("Hello, @Sam", { mentions: [me] });
  await flushPromises();
  expect(counts()).toEqual([1, 1]);
  edit(id, []);
  await flushPromises();
  expect(counts()).toEqual([1, 0]);
});

test("a mention that is edited in is counted, once however often it is edited", async () => {
  const { id } = server.post("Hello");
  await flushPromises();
  expect(counts()).toEqual([1, 0]);
  for (let times = 0; times < 3; times += 1) edit(id, [me]);
  await flushPromises();
  expect(counts()).toEqual([1, 1]);
});

test("an edit of what was read, or of one's own, tells nothing", async () => {
  const read = server.post("Hello");
  const own = server.post("mine", { author: me });
  server.post("news");
  await flushPromises();
  walkers(app).markRead(own.seq);
  edit(read.id, [me]);
  edit(own.id, [me]);
  await flushPromises();
  expect(counts()).toEqual([1, 0]);
});

test("a muted mention is counted no more, and an edit does not bring it back", async () => {
  const { id } = server.post("Hello, @Sam", { mentions: [me] });
  await flushPromises();
  mute(id);
  await flushPromises();
  edit(id, [me]);
  await flushPromises();
  expect(counts()).toEqual([0, 0]);
});

test("what happens to messages that are not loaded is counted too", async () => {
  const first = server.post("Hello, @Sam", { mentions: [me] });
  const second = server.post("Hello");
  const third = server.post("Hello, @Sam", { mentions: [me] });
  await openAgain();
  expect(counts()).toEqual([3, 2]);
  edit(first.id, []);
  await flushPromises();
  expect(counts()).toEqual([3, 1]);
  edit(second.id, [me]);
  await flushPromises();
  expect(counts()).toEqual([3, 2]);
  server.happen({ type: "message_deleted", message: second.id });
  mute(third.id);
  await flushPromises();
  expect(counts()).toEqual([1, 0]);
});

test("nothing is asked where nothing is unread", async () => {
  const { id, seq } = server.post("Hello");
  server.circle.readSeq = seq;
  await openAgain();
  const asked = server.askedFor("fetch_history").length;
  edit(id, [me]);
  await flushPromises();
  expect(counts()).toEqual([0, 0]);
  expect(server.askedFor("fetch_history").length).toBe(asked);
});

test("reading on, on another device, among messages that are not loaded", async () => {
  for (let n = 1; n <= 9; n += 1) server.post(`${n}`, n === 2 ? { mentions: [me] } : {});
  await openAgain();
  expect(counts()).toEqual([9, 1]);
  server.circle.readSeq = 4;
  server.notify({ type: "read_marker_moved", circle: "c1", seq: 4 });
  await flushPromises();
  expect(counts()).toEqual([5, 0]);
});

test("an edit that came while we were away is in the counts of the welcome", async () => {
  const { id } = server.post("Hello, @Sam", { mentions: [me] });
  await flushPromises();
  server.cut();
  server.reachable = false;
  await flushPromises();
  edit(id, []);
  server.reachable = true;
  await device.clock.advance(60_000);
  expect(counts()).toEqual([1, 0]);
});
