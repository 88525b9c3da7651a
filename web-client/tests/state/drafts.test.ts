// What a member has typed is theirs until it is sent or they throw it away,
// whatever happens around it; what others said does not stay with it.

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

const draftsOnDevice = async () => JSON.stringify(await (await device.openStore()).drafts());

/** Corrects an own message, with a draft begun before. */
async function beginCorrecting(): Promise<void> {
  const own = server.post("I am fien", { author: circle.me });
  await flushPromises();
  circle.draft = "a new thought";
  circle.editing = own;
  expect(circle.wording).toBe("I am fien");
  circle.wording = "I am fine, and";
}

test("a correction is kept while it is typed, beside the draft", async () => {
  await beginCorrecting();
  await device.clock.advance(300);
  circle = walkers(await device.reload());
  expect(circle.editing?.body).toBe("I am fien");
  expect(circle.wording).toBe("I am fine, and");
  circle.editing = null;
  expect(circle.draft).toBe("a new thought");
});

test("a correction of a message that is deleted meanwhile joins the draft", async () => {
  await beginCorrecting();
  server.happen({ type: "message_deleted", message: circle.editing!.id }, circle.me);
  await flushPromises();
  expect(circle.editing).toBeNull();
  expect(circle.draft).toBe("I am fine, and\n\na new thought");
});

test("a correction that was only begun leaves nothing of a deleted message", async () => {
  await beginCorrecting();
  circle.wording = "I am fien";
  server.happen({ type: "message_deleted", message: circle.editing!.id }, circle.me);
  await flushPromises();
  expect(circle.draft).toBe("a new thought");
});

test("leaving keeps all that was typed, and nothing that was answered", async () => {
  await beginCorrecting();
  circle.replyingTo = server.post("somebody's secret");
  await device.clock.advance(300);
  const left = server.circles.shift()!;
  server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(app.circle("c1")).toBeNull();
  expect(await draftsOnDevice()).not.toContain("secret");
  app = await device.reload();
  server.circles.push(left);
  server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(walkers(app).draft).toBe("I am fine, and\n\na new thought");
});

test("a session that ends leaves all that was typed, and nothing that was answered", async () => {
  circle.draft = "half a thought";
  circle.replyingTo = server.post("somebody's secret");
  await device.clock.advance(300);
  expect(await draftsOnDevice()).toContain("secret");
  server.endSession();
  await flushPromises();
  expect(await draftsOnDevice()).not.toContain("secret");
  await app.signIn("sam", "a quiet walk by the river");
  await flushPromises();
  expect(walkers(app).draft).toBe("half a thought");
});

test("an answer is to the words as they are now", async () => {
  const said = server.post("words that were too much");
  circle.draft = "half a thought";
  circle.replyingTo = said;
  await device.clock.advance(300);
  server.happen({
    type: "message_edited",
    message: said.id,
    body: "milder words",
    mentions: [],
    edited_at: 2_000,
  });
  await device.clock.advance(300);
  expect(circle.replyingTo?.body).toBe("milder words");
  expect(await draftsOnDevice()).not.toContain("too much");
});

test("a draft outlives what another tab sends", async () => {
  const other = await device.open();
  circle.draft = "typed in the first tab";
  await device.clock.advance(300);
  await say(walkers(other), "sent from the second");
  await flushPromises();
  app = await device.reload();
  expect(walkers(app).draft).toBe("typed in the first tab");
});

test("words of several messages come back in the order of writing", async () => {
  server.goOffline();
  await flushPromises();
  await say(circle, "first", "second");
  Object.assign(server.circle, { me: "me-again" });
  server.reachable = true;
  await device.clock.advance(30_000);
  expect(walkers(app).draft).toBe("first\n\nsecond");
});

test("after a gap no copy of a message outlives it", async () => {
  const said = server.post("words to take back");
  await flushPromises();
  circle.replyingTo = said;
  circle.draft = "I heard you";
  server.cut();
  server.resumeEvents = 2;
  for (let n = 0; n < 60; n += 1) server.post(`message ${n}`);
  await device.clock.advance(1_000);
  expect((await circle.quoted(said.id))?.body).toBe("words to take back");
  server.cut();
  server.circle.log[0]!.what = {
    type: "message_posted",
    message: { ...said, body: null, deleted: true },
  };
  for (let n = 0; n < 60; n += 1) server.post(`later message ${n}`);
  await device.clock.advance(1_000);
  expect((await circle.quoted(said.id))?.body).toBeNull();
  expect(circle.replyingTo).toBeNull();
  expect(circle.draft).toBe("I heard you");
});
