// A message that waits for a moderator is no longer unsent, is seen by its author
// alone, and is never lost.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { message } from "../fake-server";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";

const offer = "can get you some, text 555 0100";
let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  device.server.safety.holds = "555";
  app = await device.open();
});

const held = () => walkers(app).held.map(({ body, status }) => [body, status]);
const decided = (released: boolean) =>
  device.server.notify({
    type: "held_decided",
    circle: "c1",
    message: walkers(app).held[0]!.id,
    released,
  });

function notPosted(): void {
  device.server.safety.held = device.server.safety.held.map((one) => ({
    ...one,
    not_posted: true,
  }));
  decided(false);
}

test("it leaves the outbox and the composer, and waits", async () => {
  await say(walkers(app), offer, "and a harmless word");
  await flushPromises();
  await flushPromises();
  expect(held()).toEqual([[offer, "waits"]]);
  expect(walkers(app).draft).toBe("");
  expect(app.unsentCount).toBe(0);
  expect(await (await device.openStore()).unsent()).toEqual([]);
  expect(read(walkers(app))).toEqual(["and a harmless word"]);
});

test("it still waits after a reload", async () => {
  await say(walkers(app), offer);
  app = await device.reload();
  await flushPromises();
  expect(held()).toEqual([[offer, "waits"]]);
});

test("another tab shows it as waiting too, and not as unsent", async () => {
  const other = await device.open();
  await say(walkers(app), offer);
  await flushPromises();
  await flushPromises();
  expect(walkers(other).held).toMatchObject([{ body: offer }]);
  expect(other.unsentCount).toBe(0);
  await walkers(other).takeBackHeld(walkers(other).held[0]!.id);
  await flushPromises();
  expect(held()).toEqual([]);
});

test("it can be taken back, and its words are the draft again", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  walkers(app).draft = "later words";
  await walkers(app).takeBackHeld(walkers(app).held[0]!.id);
  expect(held()).toEqual([]);
  expect(walkers(app).draft).toBe(`${offer}\n\nlater words`);
  expect(device.server.safety.held).toEqual([]);
});

test("what can't be taken back stays where it is", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  device.server.refusals.push(["delete_message", { code: "not_found", message: "Not found." }]);
  await expect(walkers(app).takeBackHeld(walkers(app).held[0]!.id)).rejects.toThrow("Not found.");
  expect(held()).toEqual([[offer, "waits"]]);
  expect(walkers(app).draft).toBe("");
});

test("once posted it stands in the talk, and nowhere else", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  const { id } = walkers(app).held[0]!;
  device.server.safety.held = [];
  device.server.happen(
    { type: "message_posted", message: message(id, 1, offer, { author: "me-c1" }) },
    "me-c1",
  );
  await flushPromises();
  expect(held()).toEqual([]);
  expect(read(walkers(app))).toEqual([offer]);
  expect(app.toast).toBeNull();
});

test("one that is not posted keeps its words for its author", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  notPosted();
  await flushPromises();
  expect(held()).toEqual([[offer, "not_posted"]]);
  expect(app.toast?.what).toBe("not_posted");
  await walkers(app).takeBackHeld(walkers(app).held[0]!.id);
  expect(walkers(app).draft).toBe(offer);
  expect(held()).toEqual([]);
  expect(device.server.safety.held).toEqual([]);
});

test("who was away while it was decided finds the words too, also after a reload", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  device.server.safety.held = device.server.safety.held.map((one) => ({
    ...one,
    not_posted: true,
  }));
  app = await device.reload();
  await flushPromises();
  expect(held()).toEqual([[offer, "not_posted"]]);
});

test("words refused as an edit can be sent as a new message, and the draft stays", async () => {
  walkers(app).draft = "half a thought";
  await walkers(app).sendAsNew(offer);
  await flushPromises();
  expect(held()).toEqual([[offer, "waits"]]);
  expect(walkers(app).draft).toBe("half a thought");
});

test("help is offered to whoever writes of a crisis, and goes when it was seen", async () => {
  device.server.safety.worries = "end it";
  await say(walkers(app), "a good day");
  await flushPromises();
  expect(app.helpOffered).toBe(false);
  await say(walkers(app), "I want to end it");
  await flushPromises();
  expect(app.helpOffered).toBe(true);
  expect(read(walkers(app))).toContain("I want to end it");
  expect(walkers(app).latest?.content_note).toBe("self_harm");
  app.helpSeen();
  expect(app.helpOffered).toBe(false);
});

test("words that the server offers help for, and does not fold, stay open to read", async () => {
  device.server.safety.worries = "end it";
  device.server.safety.folds = false;
  await say(walkers(app), "I want to end it");
  await flushPromises();
  expect(app.helpOffered).toBe(true);
  expect(walkers(app).latest).toMatchObject({ body: "I want to end it", content_note: null });
});

test("one that was not posted waits again once that is undone", async () => {
  await say(walkers(app), offer);
  await flushPromises();
  const before = device.server.safety.held;
  notPosted();
  await flushPromises();
  device.server.safety.held = before;
  device.server.notify({ type: "action_about_you", circle: "c1", muted_until: null });
  await flushPromises();
  expect(held()).toEqual([[offer, "waits"]]);
});
