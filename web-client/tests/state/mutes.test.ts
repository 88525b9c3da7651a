// Muted messages lose their words for everyone but their author; a muted member
// knows it, until the very end.

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

const mute = (message: string) => device.server.happen({ type: "message_muted", message }, null);
const shown = () =>
  walkers(app).timeline.items.flatMap((item) => (item.kind === "message" ? [item.message] : []));

test("a muted message loses its words at once, here and on the device", async () => {
  const posted = device.server.post("can get you some", { mentions: ["me-c1"] });
  await flushPromises();
  expect(walkers(app).unread).toBe(1);
  walkers(app).replyingTo = shown()[0]!;
  mute(posted.id);
  await flushPromises();
  expect(shown()).toMatchObject([{ body: null, muted: true, mentions: [] }]);
  expect(walkers(app).refreshed(posted)).toMatchObject({
    muted: true,
    body: null,
    mentions: [],
  });
  expect(walkers(app).replyingTo).toBeNull();
  expect(walkers(app).latest).toBeNull();
  expect([walkers(app).unread, walkers(app).unreadMentions]).toEqual([0, 0]);
  await device.clock.advance(2_000);
  expect(JSON.stringify(await (await device.openStore()).circles())).not.toContain(
    "can get you some",
  );
});

test("its author keeps the words", async () => {
  await say(walkers(app), "what I said");
  await flushPromises();
  mute(device.server.circle.messages()[0]!.id);
  await flushPromises();
  expect(shown()).toMatchObject([{ body: "what I said", muted: true }]);
});

test("what is shown again comes with its words, and counts as new again", async () => {
  const posted = device.server.post("a misunderstanding");
  mute(posted.id);
  await flushPromises();
  device.server.happen({ type: "message_unmuted", message: posted }, null);
  await flushPromises();
  expect(read(walkers(app))).toEqual(["a misunderstanding"]);
  expect(walkers(app).refreshed(posted).body).toBe("a misunderstanding");
  expect(walkers(app).unread).toBe(1);
});

test("a muted pin is gone, and comes back with the message", async () => {
  const posted = device.server.post("our rules", { pinned: true });
  await walkers(app).opened();
  expect(walkers(app).pins).toHaveLength(1);
  mute(posted.id);
  await flushPromises();
  expect(walkers(app).pins).toHaveLength(0);
  device.server.happen({ type: "message_unmuted", message: posted }, null);
  await flushPromises();
  expect(walkers(app).pins).toHaveLength(1);
});

test("a note folds the message, and can be taken off", async () => {
  const posted = device.server.post("about my brother");
  for (const note of ["death_and_loss", null] as const) {
    device.server.happen({ type: "content_note_changed", message: posted.id, note });
    await flushPromises();
    expect(shown()).toMatchObject([{ content_note: note }]);
  }
});

test("a mute of ours ends by itself, to the second", async () => {
  const serverTime = 1;
  device.server.notify({
    type: "action_about_you",
    circle: "c1",
    muted_until: serverTime + 60_000,
  });
  await flushPromises();
  const until = walkers(app).mutedUntil!;
  expect(until - device.clock.now()).toBeLessThanOrEqual(60_000);
  await device.clock.advance(until - device.clock.now() - 1);
  expect(walkers(app).mutedUntil).not.toBeNull();
  await device.clock.advance(1);
  expect(walkers(app).mutedUntil).toBeNull();
});

test("it is known from the welcome too, and ends when a moderator says so", async () => {
  device.server.circle.mutedUntil = 1_000_000;
  device.server.cut();
  await device.clock.advance(1_000);
  expect(walkers(app).mutedUntil).not.toBeNull();
  device.server.notify({ type: "action_about_you", circle: "c1", muted_until: null });
  await flushPromises();
  expect(walkers(app).mutedUntil).toBeNull();
});

test("in slow mode the words wait, and go by themselves", async () => {
  const refusal = { code: "slow_mode", message: "A moment.", retry_after_ms: 20_000 } as const;
  device.server.refusals.push(["send_message", refusal]);
  await say(walkers(app), "one more thing");
  await flushPromises();
  expect(device.server.circle.messages()).toHaveLength(0);
  const [item] = walkers(app).timeline.items;
  const until = device.clock.now() + refusal.retry_after_ms;
  const delayedBy = { by: "slow_mode", until };
  expect(item).toMatchObject({ unsent: { state: { kind: "waiting", delayedBy } } });
  await device.clock.advance(25_000);
  expect(device.server.circle.messages()).toHaveLength(1);
});

test("with more than the centre keeps in a day the words wait, until when is known", async () => {
  const refusal = { code: "daily_limit", message: "A lot.", retry_after_ms: 90_000 } as const;
  device.server.refusals.push(["send_message", refusal]);
  await say(walkers(app), "my whole story");
  await flushPromises();
  const [item] = walkers(app).timeline.items;
  const delayedBy = { by: "daily_limit", until: device.clock.now() + refusal.retry_after_ms };
  expect(item).toMatchObject({ unsent: { state: { kind: "waiting", delayedBy } } });
  await device.clock.advance(95_000);
  expect(device.server.circle.messages()).toHaveLength(1);
});

test("a long message that waits for another day holds up no short one after it", async () => {
  const refusal = { code: "daily_limit", message: "A lot.", retry_after_ms: 600_000 } as const;
  device.server.refusals.push(["send_message", refusal]);
  await say(walkers(app), "my whole story");
  await flushPromises();
  await say(walkers(app), "please call me");
  await flushPromises();
  expect(device.server.circle.messages().map(({ body }) => body)).toEqual(["please call me"]);
  await device.clock.advance(605_000);
  expect(device.server.circle.messages().map(({ body }) => body)).toContain("my whole story");
  expect(app.unsentCount).toBe(0);
});

test("words that a mute refuses stay with their author", async () => {
  const refusal = { code: "muted", message: "Not for a while.", retry_after_ms: 9_000 } as const;
  device.server.refusals.push(["send_message", refusal]);
  await say(walkers(app), "let me explain");
  await flushPromises();
  const unsent = walkers(app).timeline.items.find((item) => item.kind === "unsent");
  expect(unsent).toMatchObject({ unsent: { body: "let me explain", state: { kind: "refused" } } });
});

test("an edit and a mute that were both missed show a muted message, not a deleted one", async () => {
  const posted = device.server.post("the first words");
  await flushPromises();
  device.server.goOffline();
  await flushPromises();
  const { circle } = device.server;
  const edit = { message: posted.id, body: null, mentions: [], edited_at: 5 };
  circle.append({ type: "message_edited", ...edit }, "jo");
  circle.append({ type: "message_muted", message: posted.id }, null);
  device.server.reachable = true;
  await device.clock.advance(60_000);
  expect(shown()).toMatchObject([{ body: null, muted: true, deleted: false }]);
  device.server.happen({ type: "message_unmuted", message: { ...posted, body: "mended" } }, null);
  await flushPromises();
  expect(read(walkers(app))).toEqual(["mended"]);
});
