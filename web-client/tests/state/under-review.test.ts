// Messages that reports fold until a moderator has looked, and messages that we hide for
// ourselves: wherever they are shown, on every device, after a reload and offline.

import { beforeEach, expect, test } from "vitest";
import type { MessageView } from "../../src/protocol/wire";
import type { App } from "../../src/state/contract";
import { foldOf, previewText, withheldReason } from "../../src/views/message-text";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { message } from "../fake-server";

let device: TestDevice;
let app: App;

beforeEach(async () => {
  device = new TestDevice();
  app = await device.open();
});

const words = "some of you are no loss";
const review = (message: string, under_review: boolean) =>
  device.server.happen({ type: "under_review_changed", message, under_review }, null);
const shown = (of = app): MessageView[] =>
  walkers(of).timeline.items.flatMap((item) => (item.kind === "message" ? [item.message] : []));

test("a message is folded at once, in the talk, among the pins and in every copy", async () => {
  const posted = device.server.post(words, { pinned: true });
  await walkers(app).opened();
  const quoted = await walkers(app).quoted(posted.id);
  for (const under_review of [true, false]) {
    review(posted.id, under_review);
    await flushPromises();
    expect(shown()).toMatchObject([{ body: words, under_review }]);
    expect(walkers(app).pins).toMatchObject([{ under_review }]);
    // As found by a search, or quoted, before it happened.
    for (const copy of [posted, quoted!]) {
      expect(walkers(app).refreshed(copy)).toMatchObject({ body: words, under_review });
    }
  }
});

test("what was missed is folded after coming back, and after a gap", async () => {
  const posted = device.server.post(words);
  await flushPromises();
  for (const resumeEvents of [500, 0]) {
    device.server.goOffline();
    await flushPromises();
    device.server.circle.append(
      { type: "under_review_changed", message: posted.id, under_review: true },
      null,
    );
    device.server.resumeEvents = resumeEvents;
    device.server.reachable = true;
    await device.clock.advance(60_000);
    await walkers(app).opened();
    expect(shown()).toMatchObject([{ under_review: true }]);
  }
});

test("after a gap a copy is what the server says, not what was heard before it", async () => {
  const posted = device.server.post(words);
  review(posted.id, true);
  await flushPromises();
  device.server.resumeEvents = 0;
  device.server.circle.append(
    { type: "under_review_changed", message: posted.id, under_review: false },
    null,
  );
  device.server.cut();
  await device.clock.advance(60_000);
  expect(walkers(app).refreshed(posted).under_review).toBeUndefined();
});

test("a note of the author's own is told with it, and a crisis by its own note alone", () => {
  const here = walkers(app);
  const of = (more: Partial<MessageView>) => {
    const fold = foldOf(message("m1", 1, words, more), here);
    return fold && [fold.text, fold.brief];
  };
  const why = "Reported. A moderator will look at it.";
  expect(of({})).toBeNull();
  expect(of({ content_note: "violence" })).toEqual(["Violence", "Violence"]);
  expect(of({ under_review: true })).toEqual([why, "Reported"]);
  expect(of({ under_review: true, content_note: "violence" })).toEqual([
    `Violence. ${why}`,
    "Violence",
  ]);
  expect(of({ under_review: true, content_note: "self_harm" })).toEqual(["Self-harm", "Self-harm"]);
});

test("its author sees nothing of it", () => {
  const here = walkers(app);
  const own = message("m1", 1, words, { author: here.me, under_review: true });
  expect(foldOf(own, here)).toBeNull();
  expect(previewText(own, here)).toBe(words);
});

test("a note of a newer server than this client folds all the same", () => {
  const note = "flashing_lights" as "other";
  const fold = foldOf(message("m1", 1, words, { content_note: note }), walkers(app));
  expect(fold?.brief).toBe("Sensitive");
});

test("a message we hide shows no words, here and on our other devices, until we show it", async () => {
  const posted = device.server.post(words);
  const other = await device.open();
  await flushPromises();
  await walkers(app).hidden.hide(posted.id);
  await flushPromises();
  for (const one of [app, other]) {
    const here = walkers(one);
    expect(withheldReason(posted, here)).toBe("You reported this message. Hidden for you.");
    expect(previewText(posted, here)).not.toContain(words);
  }
  expect(previewText(walkers(app).latest!, walkers(app))).not.toContain(words);
  // A page that was open meanwhile does not offer to hide what it never showed again.
  await walkers(app).hidden.show(posted.id);
  await flushPromises();
  expect(walkers(app).hidden.wasShown(posted.id)).toBe(true);
  expect(walkers(other).hidden.wasShown(posted.id)).toBe(false);
  for (const one of [app, other]) expect(withheldReason(posted, walkers(one))).toBeNull();
});

test("it stays hidden after a reload without a network, and comes with the welcome", async () => {
  const posted = device.server.post(words);
  await flushPromises();
  await walkers(app).hidden.hide(posted.id);
  await device.clock.advance(2_000);
  device.server.reachable = false;
  const again = await device.reload();
  expect(walkers(again).hidden.has(posted.id)).toBe(true);
  // Shown again elsewhere meanwhile.
  device.server.circle.hidden = [];
  device.server.reachable = true;
  await device.clock.advance(60_000);
  expect(walkers(again).hidden.has(posted.id)).toBe(false);
});

test("what the server refuses is not hidden", async () => {
  const posted = device.server.post(words);
  await flushPromises();
  const refusal = { code: "limit_reached", message: "You have hidden 500 messages." } as const;
  device.server.refusals.push(["hide_message", refusal]);
  await expect(walkers(app).hidden.hide(posted.id)).rejects.toMatchObject({
    code: "limit_reached",
  });
  expect(walkers(app).hidden.has(posted.id)).toBe(false);
});

test("a deleted or muted message says so, hidden or not", async () => {
  const posted = device.server.post(words);
  await flushPromises();
  await walkers(app).hidden.hide(posted.id);
  device.server.happen({ type: "message_muted", message: posted.id }, null);
  await flushPromises();
  expect(withheldReason(shown()[0]!, walkers(app))).toBe("A moderator has muted this message");
  device.server.happen({ type: "message_deleted", message: posted.id });
  await flushPromises();
  expect(withheldReason(shown()[0]!, walkers(app))).toBe("This message was deleted");
});
