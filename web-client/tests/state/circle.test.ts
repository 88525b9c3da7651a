// What happens in a circle, and what a member does there, as the screen shows it.

import { beforeEach, expect, test } from "vitest";
import type { App, Circle } from "../../src/state/contract";
import { read, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { FakeCircle, message, type FakeServer } from "../fake-server";

let device: TestDevice;
let server: FakeServer;
let app: App;
let circle: Circle;

async function start(messages = 0): Promise<void> {
  device = new TestDevice();
  server = device.server;
  for (let n = 0; n < messages; n += 1) server.post(`message ${n}`);
  app = await device.open();
  circle = walkers(app);
}

beforeEach(() => start());

function shown(id: string) {
  const item = circle.timeline.items.find(({ key }) => key === id);
  return item?.kind === "message" ? item.message : undefined;
}

test("an edit, a reaction and a deletion change the message where it stands", async () => {
  const { id } = server.post("Day for.");
  server.post("next");
  server.happen({
    type: "message_edited",
    message: id,
    body: "Day four.",
    mentions: [],
    edited_at: 5,
  });
  for (const by of ["jo", "me-c1", "jo"]) {
    server.happen({ type: "reaction_added", message: id, reaction: "proud_of_you" }, by);
  }
  await flushPromises();
  expect(shown(id)).toMatchObject({
    body: "Day four.",
    edited_at: 5,
    reactions: [{ reaction: "proud_of_you", members: ["jo", "me-c1"] }],
  });
  server.happen({ type: "reaction_removed", message: id, reaction: "proud_of_you" });
  await flushPromises();
  expect(shown(id)?.reactions).toEqual([{ reaction: "proud_of_you", members: ["me-c1"] }]);
  server.happen({ type: "message_deleted", message: id });
  server.happen({ type: "reaction_added", message: id, reaction: "strength" });
  await flushPromises();
  expect(shown(id)).toMatchObject({ body: null, deleted: true, reactions: [] });
  expect(read(circle)).toEqual(["(deleted)", "next"]);
});

test("a change to a message that is not loaded is passed over", async () => {
  server.happen({ type: "message_deleted", message: "unknown" });
  server.happen({ type: "reaction_added", message: "unknown", reaction: "me_too" });
  server.post("and on");
  await flushPromises();
  expect(read(circle)).toEqual(["and on"]);
});

test("only the changed item is a new one", async () => {
  const { id } = server.post("one");
  server.post("two");
  await flushPromises();
  const [first, second] = circle.timeline.items;
  server.happen({ type: "message_pinned", message: id });
  await flushPromises();
  expect(circle.timeline.items[0]).not.toBe(first);
  expect(circle.timeline.items[1]).toBe(second);
});

test("that somebody joined stays, and that somebody left is said while it happens", async () => {
  await circle.opened();
  server.happen({
    type: "member_joined",
    member: { id: "kim", alias: "Kim", role: "member", present: true },
  });
  server.happen({ type: "member_role_changed", member: "me-c1", role: "moderator" });
  server.happen({ type: "member_left", member: "jo" });
  await flushPromises();
  expect(circle.members.map(({ alias, present }) => [alias, present])).toEqual([
    ["Sam", true],
    ["Jo", false],
    ["Kim", true],
  ]);
  expect(circle.role).toBe("moderator");
  expect(read(circle)).toEqual(["* joined", "* left"]);
  const joined = circle.timeline.items[0];
  expect(joined).toMatchObject({ text: { what: "joined", alias: "Kim", member: "kim" } });
  app = await device.reload();
  expect(read(walkers(app))).toEqual(["* joined"]);
  server.happen({ type: "member_left", member: "kim" });
  await flushPromises();
  expect(read(walkers(app))).toEqual(["* left"]);
});

test("who joined while nobody was looking stands where it happened", async () => {
  await circle.opened();
  server.post("before");
  const kim = { id: "kim", alias: "Kim", role: "member", present: true } as const;
  await flushPromises();
  await device.clock.advance(2_000);
  server.cut();
  const { seq, at } = server.circle.append({ type: "member_joined", member: kim }, "kim");
  server.circle.members.push({ ...kim, joined: { seq, at } });
  server.circle.append(
    { type: "message_posted", message: message("after", seq + 1, "after") },
    "jo",
  );
  app = await device.reload();
  await flushPromises();
  await walkers(app).opened();
  await flushPromises();
  expect(read(walkers(app))).toEqual(["before", "* joined", "after"]);
});

test("whoever joins is welcomed on this device until they write or close it", async () => {
  expect(circle.newHere).toBe(false);
  expect(await app.joinCircle("a token", null)).toBe("c1");
  expect(walkers(app).newHere).toBe(true);
  app = await device.reload();
  await flushPromises();
  expect(walkers(app).newHere).toBe(true);
  walkers(app).newHere = false;
  app = await device.reload();
  await flushPromises();
  expect(walkers(app).newHere).toBe(false);
});

/** A circle that the server does not come to tell of. */
async function joinUnheard(): Promise<void> {
  server.websockets = false;
  server.cut();
  await flushPromises();
  server.circles.unshift(new FakeCircle("c2", "Harbour"));
  expect(await app.joinCircle("a token", null)).toBe("c2");
  expect(app.circle("c2")).toBeNull();
}

test("where the server does not tell of it at once, it is opened and welcomes later", async () => {
  await joinUnheard();
  let opened: string | null = null;
  void app.firstCircle().then((id) => (opened = id));
  await flushPromises();
  expect(opened).toBeNull();
  server.websockets = true;
  await device.clock.advance(60_000);
  expect(opened).toBe("c2");
  expect(app.circle("c2")?.newHere).toBe(true);
  expect(walkers(app).newHere).toBe(false);
});

test("the same where the page closes before, and once", async () => {
  await joinUnheard();
  app = await device.reload();
  server.websockets = true;
  await device.clock.advance(60_000);
  expect(app.circle("c2")?.newHere).toBe(true);
  app.circle("c2")!.newHere = false;
  await device.clock.advance(2_000);
  app = await device.reload();
  await device.clock.advance(60_000);
  expect(app.circle("c2")?.newHere).toBe(false);
  expect(walkers(app).newHere).toBe(false);
});

test("a welcome that does not know of it yet is waited past", async () => {
  server.circles.unshift(new FakeCircle("c2", "Harbour"));
  const [joined] = server.circles;
  const told = server.circles;
  // Said before the server had written it.
  server.delayAnswersTo.add("hello");
  const joining = app.joinCircle("a token", null);
  server.circles = told.filter((one) => one !== joined);
  await flushPromises();
  server.delayAnswersTo.clear();
  server.sendDelayedAnswers();
  await joining;
  server.circles = told;
  server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(app.circle("c2")?.newHere).toBe(true);
});

test("a circle takes its new name and its place among the others; a closed one takes no more", async () => {
  server.happen({ type: "circle_renamed", name: "Early walkers" }, null);
  server.happen({ type: "circle_closed" }, null);
  await flushPromises();
  expect(circle.name).toBe("Early walkers");
  circle.draft = "too late";
  await expect(circle.send()).rejects.toMatchObject({ code: "circle_closed" });
  expect(circle.draft).toBe("too late");
});

test("pins follow the events, and an older one is fetched", async () => {
  await start(80);
  await circle.opened();
  const [oldest] = server.circle.messages();
  oldest!.pinned = true;
  server.happen({ type: "message_pinned", message: oldest!.id });
  server.happen({ type: "message_pinned", message: "m80-c1" });
  await flushPromises();
  expect(circle.pins.map(({ id }) => id)).toContain(oldest!.id);
  server.happen({ type: "message_unpinned", message: oldest!.id });
  await flushPromises();
  expect(circle.pins.map(({ id }) => id)).not.toContain(oldest!.id);
});

test("a quotation comes from the server where it is not loaded; one unseen is null", async () => {
  await start(80);
  await circle.opened();
  expect((await circle.quoted("m1-c1"))?.body).toBe("message 0");
  expect(await circle.quoted("from before we joined")).toBeNull();
});

test("a copy of a message, found or quoted, follows what happens to the message", async () => {
  const found = server.post("found words");
  await flushPromises();
  const editedAt = (edited_at: number, body: string) =>
    server.happen({ type: "message_edited", message: found.id, body, mentions: [], edited_at });
  expect(circle.refreshed(found)).toBe(found);
  editedAt(2_000, "milder words");
  await flushPromises();
  expect(circle.refreshed(found).body).toBe("milder words");
  const newer = { ...found, body: "the mildest", edited_at: 3_000 };
  expect(circle.refreshed(newer).body).toBe("the mildest");
  server.happen({ type: "message_deleted", message: found.id });
  await flushPromises();
  expect(circle.refreshed(found)).toMatchObject({ body: null, deleted: true });
});

test("unread counts what others wrote after the marker and has not been deleted", async () => {
  server.post("one");
  server.post("two, @Sam", { mentions: ["me-c1"] });
  server.post("mine, from another device", { author: "me-c1" });
  const { id } = server.post("three");
  await flushPromises();
  expect([circle.unread, circle.unreadMentions]).toEqual([3, 1]);
  server.happen({ type: "message_deleted", message: id });
  await flushPromises();
  expect(circle.unread).toBe(2);
  circle.markRead(1);
  expect([circle.unread, circle.unreadMentions]).toEqual([1, 1]);
  circle.markRead(0);
  expect(circle.unread).toBe(1);
  circle.markRead(5);
  expect([circle.unread, circle.unreadMentions]).toEqual([0, 0]);
});

test("unread stops at a hundred", async () => {
  for (let n = 0; n < 130; n += 1) server.post(`message ${n}`);
  await flushPromises();
  expect(circle.unread).toBe(100);
});

test("the read marker is sent once for many steps, and again if it got lost", async () => {
  for (let n = 0; n < 6; n += 1) server.post(`message ${n}`);
  await flushPromises();
  for (const seq of [1, 2, 3]) circle.markRead(seq);
  await device.clock.advance(600);
  expect(server.askedFor("mark_read").map(({ seq }) => seq)).toEqual([3]);
  server.goOffline();
  await flushPromises();
  circle.markRead(5);
  await device.clock.advance(600);
  app = await device.reload();
  server.reachable = true;
  await device.clock.advance(30_000);
  expect(server.circle.readSeq).toBe(5);
  expect(walkers(app).unread).toBe(1);
});

test("reading on another device moves the marker here", async () => {
  server.post("one");
  server.post("two");
  await flushPromises();
  server.notify({ type: "read_marker_moved", circle: "c1", seq: 2 });
  await flushPromises();
  expect(circle.unread).toBe(0);
});

test("the line before the new messages stands still while the circle is open", async () => {
  await start(10);
  server.circle.readSeq = 4;
  app = await device.reload();
  circle = walkers(app);
  await circle.opened();
  expect(circle.timeline.firstUnreadSeq).toBe(5);
  circle.markRead(10);
  server.post("newer");
  await flushPromises();
  expect(circle.timeline.firstUnreadSeq).toBe(5);
  circle.markRead(11);
  await circle.opened();
  expect(circle.timeline.firstUnreadSeq).toBeNull();
});

test("a draft is kept while it is typed, with what it answers", async () => {
  const asked = server.post("How was it?");
  await flushPromises();
  circle.draft = "It was";
  circle.replyingTo = asked;
  await device.clock.advance(300);
  app = await device.reload();
  expect(walkers(app).draft).toBe("It was");
  expect(walkers(app).replyingTo?.id).toBe(asked.id);
  server.happen({ type: "message_deleted", message: asked.id });
  await flushPromises();
  expect(walkers(app).replyingTo).toBeNull();
});

test("a draft is kept when the page goes before the pause in typing", async () => {
  circle.draft = "last words of a thought";
  app = await device.reload();
  expect(walkers(app).draft).toBe("last words of a thought");
});

test("an action without a server rejects with a sentence that can be shown", async () => {
  const { id } = server.post("one");
  await flushPromises();
  server.goOffline();
  await flushPromises();
  const edit = expect(circle.edit(id, "two")).rejects.toMatchObject({ code: "unavailable" });
  await device.clock.advance(10_000);
  await edit;
});

test("a refused action rejects with the server's refusal", async () => {
  server.refusals.push(["delete_message", { code: "not_allowed", message: "Not yours." }]);
  await expect(circle.remove("m1")).rejects.toMatchObject({ message: "Not yours." });
});

test("the newest message that is still there stands for the circle", async () => {
  server.post("one");
  const { id } = server.post("two");
  await flushPromises();
  expect(circle.latest?.body).toBe("two");
  server.happen({ type: "message_deleted", message: id });
  await flushPromises();
  expect(circle.latest?.body).toBe("one");
});

test("a replayed message that carries its later reactions is not changed by them", async () => {
  await device.clock.advance(1_000);
  server.cut();
  const reactions = [{ reaction: "with_you" as const, members: ["jo"] }];
  const posted = message("late", 1, "hi", { reactions });
  server.circle.append({ type: "message_posted", message: posted }, "jo");
  server.circle.append({ type: "reaction_added", message: "late", reaction: "with_you" }, "jo");
  await device.clock.advance(1_000);
  expect(shown("late")?.reactions).toEqual(reactions);
});
